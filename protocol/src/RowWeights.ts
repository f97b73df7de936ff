import { ascendingBigint } from './ascendingBigint.js';

/** One row that weighs in an answer. */
export interface RowWeight {
  row: number;
  /** > 0; only proportions matter. */
  weight: bigint;
}

/** What the rule makes of one answer's raw scores. */
export interface RowWeights {
  /** True: nobody's data shaped this answer recognisably; no row weighs anything. */
  unattributed: boolean;
  /** Why it is unattributed. */
  reason?: 'NO_ROWS' | 'GATE' | 'NOTHING_ABOVE_FLOOR';
  /** The rows that weigh, ascending. */
  weights: RowWeight[];
}

/** An answer that nobody's data shaped recognisably. */
export function unattributed(reason: NonNullable<RowWeights['reason']>): RowWeights {
  return { unattributed: true, reason, weights: [] };
}

/** The k-th largest weight, or the smallest where there are fewer; there is at least one. */
export function capOf(weights: readonly RowWeight[], k: number): bigint {
  const ascending = weights.map(({ weight }) => weight).sort(ascendingBigint);
  return weights.length < k ? ascending[0]! : ascending.at(-k)!;
}

/** No weight above `cap`. */
export function capWeights(weights: readonly RowWeight[], cap: bigint): RowWeight[] {
  return weights.map(({ row, weight }) => ({ row, weight: weight < cap ? weight : cap }));
}
