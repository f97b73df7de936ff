import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/AttributionResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'How much of an answer the operator ascribes to a datanet.',
})
export class AttributionDatanetWeight extends Node {
  @Field(() => String, { description: 'What the event says, also when no such datanet exists. Decimal.' })
  claimedDatanetId!: string;

  @Field(() => bigIntScalar, { description: 'Relative to the other weights of the same attribution; no unit.' })
  weight!: bigint;
}

export const AttributionDatanetWeightConnection = createConnectionType(
  'AttributionDatanetWeight',
  () => AttributionDatanetWeight,
);
