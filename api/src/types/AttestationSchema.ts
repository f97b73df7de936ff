import { Field, ObjectType } from 'type-graphql';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/AttestationSchemaResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'What attestations of a kind say, field by field.',
})
export class AttestationSchema extends Node {
  @Field(() => String, { description: '0x hex, lower case.' })
  uid!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Contract that may refuse attestations, lower case; null without.',
  })
  resolver!: string | null;

  @Field(() => Boolean, { description: 'Whether an attestation may be taken back.' })
  isRevocable!: boolean;

  @Field(() => String, {
    description: 'Fields as `uint256 datanetId,string community`, at most 1,024 characters. Written by a stranger.',
  })
  schema!: string;
}

export const AttestationSchemaConnection = createConnectionType('AttestationSchema', () => AttestationSchema);
