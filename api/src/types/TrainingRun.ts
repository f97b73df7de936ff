import { Field, ObjectType } from 'type-graphql';
import { Digest } from './Digest.js';
import { createConnectionType } from './createConnectionType.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/TrainingRunResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'What a model was trained on, as its owner recorded it.',
})
export class TrainingRun extends Node {
  @Field(() => String, { description: 'Id in the registry, decimal.' })
  runId!: string;

  @Field(() => Digest, { description: 'Of the training configuration (JSON).' })
  configDigest!: string;
}

export const TrainingRunConnection = createConnectionType('TrainingRun', () => TrainingRun);
