/** The three kinds of rows that analytics counts: what was paid, what was asked, and what recomputing gave. */
export const ANALYTICS_TABLES = ['payouts', 'inferences', 'verdicts'] as const;
export type AnalyticsTable = (typeof ANALYTICS_TABLES)[number];

/** What rows are grouped and filtered by. `account` is the recipient of a payout and the payer of an inference. */
export type AnalyticsColumn = 'role' | 'datanet' | 'model' | 'account' | 'license' | 'operator' | 'verdict';

/** A row belongs to the bucket that starts at `offset + k · width`, in UTC seconds or block numbers. */
export interface BucketRule {
  unit: 'seconds' | 'blocks';
  width: number;
  offset: number;
}

/** Rows whose column has one of the values, or none of them. A row without a value matches only the latter. */
export interface AnalyticsCondition {
  column: AnalyticsColumn;
  values: readonly string[];
  isExcluded?: boolean;
}

/** Both ends optional; seconds are [from, to), blocks are [from, to]. */
export interface AnalyticsRange {
  fromSeconds?: number;
  toSeconds?: number;
  fromBlock?: number;
  toBlock?: number;
}

/** Which rows of one table count, and into which cells. */
export interface AnalyticsScope {
  table: AnalyticsTable;
  /** What a row adds to its cell: its wei, 1, or 1 only when its verdict is not MATCHED. */
  amount: 'wei' | 'one' | 'wrong';
  conditions: readonly AnalyticsCondition[];
  range: AnalyticsRange;
  /** Null: one group. */
  groupBy: AnalyticsColumn | null;
}

/** Cells by bucket and group. */
export interface SeriesQuestion extends AnalyticsScope {
  /** Null: one bucket. */
  bucket: BucketRule | null;
  /** Counts different accounts instead of adding amounts. */
  isDistinct: boolean;
  /** The groups with the largest amounts over the whole range; the rest is one more group. */
  groupLimit: number;
  /** Cells at most. */
  cellLimit: number;
}

/** How unevenly an amount is spread over the groups that have any. */
export type SpreadQuestion = AnalyticsScope & { groupBy: AnalyticsColumn };
