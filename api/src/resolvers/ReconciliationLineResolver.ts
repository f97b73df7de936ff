import { type AccountRow, type ContributionRow, contributionSource, type ReconciliationLineRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { Account } from '../types/Account.js';
import { Contribution } from '../types/Contribution.js';
import { ReconciliationLine } from '../types/ReconciliationLine.js';

/** Relations and difference of a line. */
@Resolver(() => ReconciliationLine)
export class ReconciliationLineResolver {
  @FieldResolver(() => Account, { description: 'Who is due or was paid.' })
  recipient(
    @Root() reconciliationLine: ReconciliationLineRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<AccountRow> {
    return loadAccount(loaders, reconciliationLine.recipientId);
  }

  @FieldResolver(() => Contribution, {
    nullable: true,
    description: 'The contribution; null when the role is not CONTRIBUTOR or none is known by that id.',
  })
  contribution(
    @Root() line: ReconciliationLineRow,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ContributionRow | null> {
    return loaders.row(contributionSource, line.contributionId === '0' ? null : line.contributionId);
  }

  @FieldResolver(() => bigIntScalar, {
    nullable: true,
    description: 'Paid − due, wei: negative is too little. Null when the due is not known.',
  })
  differenceWei(@Root() line: ReconciliationLineRow): bigint | null {
    return line.expectedWei === null ? null : line.paidWei - line.expectedWei;
  }
}
