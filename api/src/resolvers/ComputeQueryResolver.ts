import {
  computeJobList,
  type ComputeJobRow,
  computeJobSource,
  computeNodeList,
  type ComputeNodeRow,
  computeNodeSource,
} from '@tributary/db';
import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { ComputeJob, ComputeJobConnection } from '../types/ComputeJob.js';
import { ComputeNode, ComputeNodeConnection } from '../types/ComputeNode.js';
import { ComputeJobKind } from '../types/networkEnums.js';
import { PageArgs } from '../types/PageArgs.js';

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

  @Query(() => ComputeNodeConnection, { description: 'Machines of compute networks.' })
  computeNodes(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('network', () => String, { nullable: true, description: 'Only of exactly this network.' })
    network: string | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ComputeNodeRow>> {
    return loadConnection(loaders, computeNodeList({ network }), page);
  }

  @Query(() => ComputeJobConnection, { description: 'GPU time given to train or to serve.' })
  computeJobs(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('kind', () => ComputeJobKind, { nullable: true, description: 'Only this kind.' })
    kind: ComputeJobKind | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ComputeJobRow>> {
    return loadConnection(loaders, computeJobList({ kind }), page);
  }
}
