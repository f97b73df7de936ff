import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/AttributionIndexResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'The committed index against which answers of a model are attributed; the latest before a settlement is in force for it.',
})
export class AttributionIndex extends Node {
  @Field(() => String, { description: 'Name of the rule, e.g. gradient/2.' })
  method!: string;

  @Field(() => String, { description: 'Merkle root over its rows, 0x hex.' })
  indexRoot!: string;

  @Field(() => bigIntScalar, { description: 'Training rows in it.' })
  rowCount!: bigint;

  @Field(() => Int, { description: 'Values a row record holds.' })
  dimension!: number;

  @Field(() => String, { description: 'Where the index is said to be, ipfs:// or https://.' })
  indexUri!: string;
}

export const AttributionIndexConnection = createConnectionType('AttributionIndex', () => AttributionIndex);
