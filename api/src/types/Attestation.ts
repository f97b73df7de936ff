import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { jsonScalar } from '../scalars/jsonScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/AttestationResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'What a third party says of a dataset, a model, or anything else. Only its address is certain: a name in the data is its own claim.',
})
export class Attestation extends Node {
  @Field(() => String, { description: '0x hex, lower case.' })
  uid!: string;

  @Field(() => String, { description: 'What the event says, also when no such schema is known. 0x hex.' })
  claimedSchemaUid!: string;

  @Field(() => String, {
    nullable: true,
    description: 'By the field `datanetId` of its schema, decimal; null without.',
  })
  claimedDatanetId!: string | null;

  @Field(() => bigIntScalar, { nullable: true, description: 'By the field `version` of its schema; null without.' })
  claimedVersion!: bigint | null;

  @Field(() => String, { nullable: true, description: 'By the field `modelId` of its schema, decimal; null without.' })
  claimedModelId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '0x hex, whole; null when neither the transaction nor the contract tells it. Written by a stranger.',
  })
  data!: string | null;

  @Field(() => jsonScalar, {
    nullable: true,
    description:
      '[{name, type, value}] in the order of the schema, integers as decimal strings; null when undecodable. Hostile text.',
  })
  fields!: unknown;

  @Field(() => String, { nullable: true, description: 'Why there are no fields; null when all is well.' })
  problem!: string | null;

  @Field(() => bigIntScalar, {
    nullable: true,
    description: 'Unix seconds after which it no longer holds; null: never.',
  })
  expirationSeconds!: bigint | null;

  @Field(() => String, { nullable: true, description: 'The attestation that this one is about, 0x hex; null without.' })
  refUid!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it may be taken back; null when it is not known.' })
  isRevocable!: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Block in which it was taken back; null while it stands.' })
  revokedBlockNumber!: number | null;

  @Field(() => String, { nullable: true, description: '0x hex; null while it stands.' })
  revocationTransactionHash!: string | null;
}

export const AttestationConnection = createConnectionType('Attestation', () => Attestation);
