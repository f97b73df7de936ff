import {
  type ComputeJobRow,
  type ComputeNodeRow,
  computeNodeSource,
  type ModelRow,
  modelSource,
  type TrainingRunRow,
  trainingRunSource,
} from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { ComputeJob } from '../types/ComputeJob.js';
import { ComputeNode } from '../types/ComputeNode.js';
import { Model } from '../types/Model.js';
import { TrainingRun } from '../types/TrainingRun.js';

/** Relations of a compute job. */
@Resolver(() => ComputeJob)
export class ComputeJobResolver {
  @FieldResolver(() => ComputeNode, { nullable: true, description: 'The machine; null when none is known by that id.' })
  node(@Root() computeJob: ComputeJobRow, @Ctx() { loaders }: RequestContext): Promise<ComputeNodeRow | null> {
    return loaders.row(computeNodeSource, computeJob.nodeId);
  }

  @FieldResolver(() => TrainingRun, {
    nullable: true,
    description: 'What it trained; null when it served, or when no such run is known.',
  })
  trainingRun(@Root() computeJob: ComputeJobRow, @Ctx() { loaders }: RequestContext): Promise<TrainingRunRow | null> {
    return loaders.row(trainingRunSource, computeJob.trainingRunId);
  }

  @FieldResolver(() => Model, {
    nullable: true,
    description: 'What it served; null when it trained, or when no such model is known.',
  })
  model(@Root() computeJob: ComputeJobRow, @Ctx() { loaders }: RequestContext): Promise<ModelRow | null> {
    return loaders.row(modelSource, computeJob.modelId);
  }
}
