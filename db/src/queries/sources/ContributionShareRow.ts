import type { EntitySource } from '../EntitySource';
import type { GroupQuery } from '../loadGroups';

/** How much of an answer the rule ascribes to a contribution. */
export interface ContributionShareRow {
  id: string;
  inferenceId: string;
  contributionId: string;
  weight: bigint;
  shareBps: number;
  /** Best first: [{row, weight}]. */
  rows: unknown;
}

export const contributionShareSource: EntitySource<ContributionShareRow> = {
  from: 'contribution_share s',
  key: 's.id',
  columns: {
    id: 's.id',
    inferenceId: 's.reconciliation_id',
    contributionId: 's.contribution_id',
    weight: 's.weight',
    shareBps: 's.share_bps',
    rows: 's.rows',
  },
};

/** Shares of a reconciliation, the largest first. */
export const reconciliationShares: GroupQuery<ContributionShareRow> = {
  source: contributionShareSource,
  parentKey: 's.reconciliation_id',
  orderBy: 's.weight DESC, s.contribution_id::numeric',
};
