import { type AccountRow, type ContributionRow, type DatanetRow, datanetSource } from '@tributary/db';
import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Account } from '../types/Account.js';
import { Contribution } from '../types/Contribution.js';
import { Datanet } from '../types/Datanet.js';

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
}
