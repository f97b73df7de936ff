import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/DatanetVersionResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'The contributions of a datanet as published at one block.',
})
export class DatanetVersion extends Node {
  @Field(() => bigIntScalar, { description: 'Counted from 1 within the datanet.' })
  version!: bigint;

  @Field(() => String, { description: 'Merkle root over (contributionId, contentDigest), 0x hex.' })
  contributionsRoot!: string;

  @Field(() => bigIntScalar, { description: 'Contributions in it, as the event says.' })
  contributionCount!: bigint;
}

export const DatanetVersionConnection = createConnectionType('DatanetVersion', () => DatanetVersion);
