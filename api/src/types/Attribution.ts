import { Field, ObjectType } from 'type-graphql';
import { Digest } from './Digest.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/AttributionResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'What the operator claims on chain about who shaped an answer.',
})
export class Attribution extends Node {
  @Field(() => String, { description: 'Name of the rule, e.g. gradient/2.' })
  method!: string;

  @Field(() => Digest, { description: 'Of the query record’s bytes.' })
  queryDigest!: string;

  @Field(() => String, {
    description: 'Merkle root over (contributionId, weight), 0x hex; 32 zero bytes: unattributed.',
  })
  sharesRoot!: string;
}
