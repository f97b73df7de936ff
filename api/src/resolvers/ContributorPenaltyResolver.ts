import { type AccountRow, type ContributionRow, contributionSource, type ContributorPenaltyRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Contribution } from '../types/Contribution.js';
import { ContributorPenalty } from '../types/ContributorPenalty.js';

/** Relations of a penalty. */
@Resolver(() => ContributorPenalty)
export class ContributorPenaltyResolver {
  @FieldResolver(() => Account, { description: 'Whose stake was taken.' })
  contributor(
    @Root() contributorPenalty: ContributorPenaltyRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AccountRow> {
    return loadAccount(loaders, contributorPenalty.contributorId);
  }

  @FieldResolver(() => Contribution, {
    nullable: true,
    description: 'The contribution; null when none is known by that id.',
  })
  contribution(
    @Root() contributorPenalty: ContributorPenaltyRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ContributionRow | null> {
    return loaders.row(contributionSource, contributorPenalty.contributionId);
  }
}
