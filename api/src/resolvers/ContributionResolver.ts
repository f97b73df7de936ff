import {
  type AccountRow,
  type ContributionRow,
  contributionShareList,
  type ContributionShareRow,
  contributorPenaltyList,
  type ContributorPenaltyRow,
  type DatanetRow,
  datanetSource,
  payoutList,
  type PayoutRow,
} from '@tributary/db';
import { Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Account } from '../types/Account.js';
import { Contribution } from '../types/Contribution.js';
import { ContributionShareConnection } from '../types/ContributionShare.js';
import { ContributorPenaltyConnection } from '../types/ContributorPenalty.js';
import { Datanet } from '../types/Datanet.js';
import { PageArgs } from '../types/PageArgs.js';
import { PayoutConnection } from '../types/Payout.js';

/** Totals and relations of a contribution. */
@Resolver(() => Contribution)
export class ContributionResolver {
  @FieldResolver(() => Datanet, { nullable: true, description: 'The datanet; null when none is known by that id.' })
  datanet(@Root() contribution: ContributionRow, @Ctx() { loaders }: RequestContext): Promise<DatanetRow | null> {
    return loaders.row(datanetSource, contribution.datanetId);
  }

  @FieldResolver(() => Account, { description: 'Who contributed it.' })
  contributor(@Root() contribution: ContributionRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, contribution.contributorId);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Who reviewed it; null until reviewed.' })
  async reviewer(
    @Root() contribution: ContributionRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AccountRow | null> {
    return contribution.reviewerId === null ? null : loadAccount(loaders, contribution.reviewerId);
  }

  @FieldResolver(() => bigIntScalar, { description: 'Paid so far for it, wei.' })
  async earnedWei(@Root() contribution: ContributionRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.contributionTotals.load(contribution.id)).earnedWei;
  }

  @FieldResolver(() => Int, { description: 'Answers that the rule ascribes to it in part.' })
  async shapedInferenceCount(
    @Root() contribution: ContributionRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<number> {
    return (await loaders.contributionTotals.load(contribution.id)).shapedInferenceCount;
  }

  @FieldResolver(() => PayoutConnection, { description: 'Payments for it.' })
  payouts(
    @Root() contribution: ContributionRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<PayoutRow>> {
    return loadConnection(loaders, payoutList({ parent: 'Contribution' }), page, contribution.id);
  }

  @FieldResolver(() => ContributionShareConnection, {
    description: 'Its shares in answers, those of the newest inferences first.',
  })
  shapedInferences(
    @Root() contribution: ContributionRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ContributionShareRow>> {
    return loadConnection(loaders, contributionShareList(), page, contribution.id);
  }

  @FieldResolver(() => ContributorPenaltyConnection, { description: 'Penalties on its stake.' })
  penalties(
    @Root() contribution: ContributionRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ContributorPenaltyRow>> {
    return loadConnection(loaders, contributorPenaltyList({ parent: 'Contribution' }), page, contribution.id);
  }
}
