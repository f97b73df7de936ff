import {
  type AccountRow,
  contributionList,
  type ContributionRow,
  type DatanetRow,
  datanetVersionList,
  type DatanetVersionRow,
  modelList,
  type ModelRow,
  trainingRunList,
  type TrainingRunRow,
} from '@tributary/db';
import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Account } from '../types/Account.js';
import { ContributionConnection } from '../types/Contribution.js';
import { Datanet } from '../types/Datanet.js';
import { DatanetVersionConnection } from '../types/DatanetVersion.js';
import { ModelConnection } from '../types/Model.js';
import { PageArgs } from '../types/PageArgs.js';
import { TrainingRunConnection } from '../types/TrainingRun.js';
import { ContributionStatus } from '../types/enums.js';

/** Totals and relations of a datanet. */
@Resolver(() => Datanet)
export class DatanetResolver {
  @FieldResolver(() => Account, { description: 'Who created it and reviews contributions.' })
  owner(@Root() datanet: DatanetRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, datanet.ownerId);
  }

  @FieldResolver(() => Int, { description: 'All contributions, whatever their status.' })
  async contributionCount(@Root() datanet: DatanetRow, @Ctx() { loaders }: RequestContext): Promise<number> {
    return (await loaders.datanetTotals.load(datanet.id)).contributionCount;
  }

  @FieldResolver(() => Int, { description: 'Contributions accepted and not withdrawn.' })
  async acceptedContributionCount(@Root() datanet: DatanetRow, @Ctx() { loaders }: RequestContext): Promise<number> {
    return (await loaders.datanetTotals.load(datanet.id)).acceptedContributionCount;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Training rows of the contributions accepted and not withdrawn.' })
  async rowCount(@Root() datanet: DatanetRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.datanetTotals.load(datanet.id)).rowCount;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Paid so far for its contributions, wei.' })
  async earnedWei(@Root() datanet: DatanetRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.datanetTotals.load(datanet.id)).earnedWei;
  }

  @FieldResolver(() => ContributionConnection, { description: 'Contributions to it.' })
  contributions(
    @Root() datanet: DatanetRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('status', () => ContributionStatus, { nullable: true, description: 'Only these; all when absent.' })
    status: ContributionStatus | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ContributionRow>> {
    return loadConnection(loaders, contributionList({ parent: 'Datanet', status }), page, datanet.id);
  }

  @FieldResolver(() => DatanetVersionConnection, { description: 'Published versions.' })
  versions(
    @Root() datanet: DatanetRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<DatanetVersionRow>> {
    return loadConnection(loaders, datanetVersionList(), page, datanet.id);
  }

  @FieldResolver(() => ModelConnection, { description: 'Models trained on any of its versions.' })
  models(
    @Root() datanet: DatanetRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ModelRow>> {
    return loadConnection(loaders, modelList({ parent: 'Datanet' }), page, datanet.id);
  }

  @FieldResolver(() => TrainingRunConnection, { description: 'Training runs that used any of its versions.' })
  trainingRuns(
    @Root() datanet: DatanetRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<TrainingRunRow>> {
    return loadConnection(loaders, trainingRunList({ parent: 'Datanet' }), page, datanet.id);
  }
}
