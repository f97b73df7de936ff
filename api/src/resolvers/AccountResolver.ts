import {
  type AccountRow,
  contributionList,
  type ContributionRow,
  contributorPenaltyList,
  type ContributorPenaltyRow,
  datanetList,
  type DatanetRow,
  inferenceList,
  type InferenceRow,
  modelList,
  type ModelRow,
  payoutList,
  type PayoutRow,
  rewardClaimList,
  type RewardClaimRow,
} from '@tributary/db';
import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Account } from '../types/Account.js';
import { ContributionConnection } from '../types/Contribution.js';
import { ContributorPenaltyConnection } from '../types/ContributorPenalty.js';
import { DatanetConnection } from '../types/Datanet.js';
import { InferenceConnection } from '../types/Inference.js';
import { ModelConnection } from '../types/Model.js';
import { PageArgs } from '../types/PageArgs.js';
import { PayoutConnection } from '../types/Payout.js';
import { RewardClaimConnection } from '../types/RewardClaim.js';
import { ContributionStatus, PayoutRole } from '../types/enums.js';

/** Totals and relations of an account. */
@Resolver(() => Account)
export class AccountResolver {
  @FieldResolver(() => bigIntScalar, { description: 'Sum of its payouts, wei.' })
  async earnedWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.accountBalances.load(account.id)).earnedWei;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Taken so far, wei.' })
  async claimedWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.accountBalances.load(account.id)).claimedWei;
  }

  @FieldResolver(() => bigIntScalar, { description: 'Earned and not taken yet, wei.' })
  async claimableWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    const balance = await loaders.accountBalances.load(account.id);
    return balance.earnedWei - balance.claimedWei;
  }

  @FieldResolver(() => bigIntScalar, {
    description: 'Due by the rule over its inferences with a current reconciliation, wei.',
  })
  async expectedWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.accountDues.load(account.id)).expectedWei;
  }

  @FieldResolver(() => bigIntScalar, {
    description:
      'Sum over those inferences of max(0, due − paid), wei: overpaid ones do not make up for underpaid ones.',
  })
  async owedWei(@Root() account: AccountRow, @Ctx() { loaders }: RequestContext): Promise<bigint> {
    return (await loaders.accountDues.load(account.id)).owedWei;
  }

  @FieldResolver(() => ContributionConnection, { description: 'Data it contributed.' })
  contributions(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('status', () => ContributionStatus, { nullable: true, description: 'Only these; all when absent.' })
    status: ContributionStatus | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ContributionRow>> {
    return loadConnection(loaders, contributionList({ parent: 'Account', status }), page, account.id);
  }

  @FieldResolver(() => DatanetConnection, { description: 'Datanets it owns.' })
  datanets(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<DatanetRow>> {
    return loadConnection(loaders, datanetList({ parent: 'Account' }), page, account.id);
  }

  @FieldResolver(() => ModelConnection, { description: 'Models it owns.' })
  models(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ModelRow>> {
    return loadConnection(loaders, modelList({ parent: 'Account' }), page, account.id);
  }

  @FieldResolver(() => PayoutConnection, { description: 'What it was paid.' })
  payouts(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('role', () => PayoutRole, { nullable: true, description: 'Only these; all when absent.' })
    role: PayoutRole | null | undefined,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<PayoutRow>> {
    return loadConnection(loaders, payoutList({ parent: 'Account', role }), page, account.id);
  }

  @FieldResolver(() => RewardClaimConnection, { description: 'Rewards it took.' })
  claims(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<RewardClaimRow>> {
    return loadConnection(loaders, rewardClaimList(), page, account.id);
  }

  @FieldResolver(() => InferenceConnection, { description: 'Answers it paid for.' })
  inferencesPaid(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<InferenceRow>> {
    return loadConnection(loaders, inferenceList({ parent: 'Account' }), page, account.id);
  }

  @FieldResolver(() => ContributorPenaltyConnection, { description: 'Penalties on its contributions.' })
  penalties(
    @Root() account: AccountRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<ContributorPenaltyRow>> {
    return loadConnection(loaders, contributorPenaltyList({ parent: 'Account' }), page, account.id);
  }
}
