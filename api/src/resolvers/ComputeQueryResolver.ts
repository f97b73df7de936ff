import { type ComputeJobRow, computeJobSource, type ComputeNodeRow, computeNodeSource } from '@tributary/db';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { ComputeJob } from '../types/ComputeJob.js';
import { ComputeNode } from '../types/ComputeNode.js';

/** Who computed what. */
@Resolver()
export class ComputeQueryResolver {
  @Query(() => ComputeNode, { nullable: true, description: 'A machine by its id.' })
  computeNode(
    @Arg('nodeId', () => String, { description: 'Decimal.' }) nodeId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ComputeNodeRow | null> {
    return loaders.row(computeNodeSource, nodeId);
  }

  @Query(() => ComputeJob, { nullable: true, description: 'A job by its id.' })
  computeJob(
    @Arg('jobId', () => String, { description: 'Decimal.' }) jobId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ComputeJobRow | null> {
    return loaders.row(computeJobSource, jobId);
  }
}
