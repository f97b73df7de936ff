import { computeJobList, type ComputeJobRow, type TrainingRunRow } from '@tributary/db';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { ComputeJobConnection } from '../types/ComputeJob.js';
import { PageArgs } from '../types/PageArgs.js';
import { TrainingRun } from '../types/TrainingRun.js';

/** Who computed a training run. */
@Resolver(() => TrainingRun)
export class TrainingRunComputeResolver {
  @FieldResolver(() => ComputeJobConnection, { description: 'Machines that computed it.' })
  computeJobs(
    @Root() trainingRun: TrainingRunRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ComputeJobRow>> {
    return loadConnection(loaders, computeJobList({ parent: 'TrainingRun' }), page, trainingRun.id);
  }
}
