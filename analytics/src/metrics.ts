import type { AnalyticsColumn, AnalyticsCondition, AnalyticsScope } from '@tributary/db';

/** What a number is made of. */
export interface MetricRule extends Pick<AnalyticsScope, 'table' | 'amount'> {
  /** Accounts are counted instead. */
  isDistinct: boolean;
  /** Holds whatever else is asked. */
  conditions: readonly AnalyticsCondition[];
  /** What it can be grouped and filtered by. */
  columns: readonly AnalyticsColumn[];
}

const REQUEST_COLUMNS = ['model', 'account', 'operator'] as const;

/** Not decided, or not for good: no one is right or wrong yet. */
const UNDECIDED = ['PENDING', 'UNAVAILABLE'];

/** Every number that there is. `MISMATCHES` is, of the decided inferences, how many were not paid as the rule says. */
export const METRICS = {
  FEES: { table: 'inferences', amount: 'wei', isDistinct: false, conditions: [], columns: REQUEST_COLUMNS },
  INFERENCES: { table: 'inferences', amount: 'one', isDistinct: false, conditions: [], columns: REQUEST_COLUMNS },
  PAYOUTS: {
    table: 'payouts',
    amount: 'wei',
    isDistinct: false,
    conditions: [],
    columns: ['role', 'datanet', 'model', 'account', 'license', 'operator'],
  },
  VERDICTS: {
    table: 'verdicts',
    amount: 'one',
    isDistinct: false,
    conditions: [],
    columns: [...REQUEST_COLUMNS, 'verdict'],
  },
  ACTIVE_CONTRIBUTORS: {
    table: 'payouts',
    amount: 'one',
    isDistinct: true,
    conditions: [{ column: 'role', values: ['CONTRIBUTOR'] }],
    columns: ['datanet', 'model', 'license', 'operator'],
  },
  REWARDS: {
    table: 'payouts',
    amount: 'wei',
    isDistinct: false,
    conditions: [{ column: 'role', values: ['CONTRIBUTOR'] }],
    columns: ['datanet', 'model', 'account', 'license', 'operator'],
  },
  MISMATCHES: {
    table: 'verdicts',
    amount: 'wrong',
    isDistinct: false,
    conditions: [{ column: 'verdict', values: UNDECIDED, isExcluded: true }],
    columns: [...REQUEST_COLUMNS, 'verdict'],
  },
} as const satisfies Record<string, MetricRule>;

export type MetricName = keyof typeof METRICS;
