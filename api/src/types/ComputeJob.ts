import { Field, ObjectType } from 'type-graphql';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { createConnectionType } from './createConnectionType.js';
import { ComputeJobKind } from './networkEnums.js';
import { Node } from './Node.js';

/** Relations are in `resolvers/ComputeJobResolver.ts`. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'GPU time that a machine gave to train or to serve a model.',
})
export class ComputeJob extends Node {
  @Field(() => String, { description: 'Id in the registry, decimal.' })
  jobId!: string;

  @Field(() => String, { description: 'What the event says, also when no such machine is known. Decimal.' })
  claimedNodeId!: string;

  @Field(() => ComputeJobKind, { description: 'What it was for.' })
  kind!: ComputeJobKind;

  @Field(() => String, { description: 'Training run or model, by kind, also when none is known. Decimal.' })
  claimedSubjectId!: string;

  @Field(() => bigIntScalar, { description: 'Seconds of one GPU.' })
  gpuSeconds!: bigint;
}

export const ComputeJobConnection = createConnectionType('ComputeJob', () => ComputeJob);
