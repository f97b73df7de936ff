import { Field, Int, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/TrainingRunResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'The edge from a datanet version to a training run.',
})
export class TrainingRunInput extends Node {
  @Field(() => Int, { description: 'Place in the event, from 0.' })
  position!: number;

  @Field(() => String, { description: 'What the event says, also when no such datanet exists. Decimal.' })
  claimedDatanetId!: string;

  @Field(() => bigIntScalar, { description: 'What the event says, also when no such version exists.' })
  claimedVersion!: bigint;
}

export const TrainingRunInputConnection = createConnectionType('TrainingRunInput', () => TrainingRunInput);
