import { ascendingBigint, lowerMedian } from './lowerMedian.js';

/** Rows from which an index counts as large: the gate is then 1.2 instead of 1.3 and the floor 5 MAD instead of 4. */
export const LARGE_INDEX_ROWS = 300;

/** What the rule makes of one answer's raw scores. */
export interface RowWeights {
  /** True: nobody's data shaped this answer recognisably; every weight is 0. */
  unattributed: boolean;
  /** Why it is unattributed. */
  reason?: 'NO_ROWS' | 'GATE' | 'NOTHING_ABOVE_FLOOR';
  /** One non-negative integer per row; only their proportions matter. */
  weights: bigint[];
}

/**
 * From raw scores to row weights (rule step 6): gate on the raw scores, clip, floor, cap, integers only. No weight
 * depends on who owns a row, so splitting or merging accounts changes nothing.
 *
 * @param scores N raw scores, see {@link combineScores}
 * @param clips N clip factors, see {@link rowClips}
 */
export function weighRows(scores: readonly bigint[], clips: readonly bigint[]): RowWeights {
  const rows = scores.length;
  const none = (reason: RowWeights['reason'] & string): RowWeights => ({
    unattributed: true,
    reason,
    weights: scores.map(() => 0n),
  });
  if (rows === 0) return none('NO_ROWS');
  const large = rows >= LARGE_INDEX_ROWS;

  const tail = Math.max(1, Math.floor(rows / 100));
  const ascending = [...scores].sort(ascendingBigint);
  const bottom = ascending.slice(0, tail).reduce((a, b) => a + b);
  const top = ascending.slice(-tail).reduce((a, b) => a + b);
  if (10n * top < (large ? 12n : 13n) * (bottom < 0n ? -bottom : bottom)) return none('GATE');

  const clipped = scores.map((score, row) => (score * clips[row]!) >> 16n);
  const median = lowerMedian(clipped);
  const deviation = lowerMedian(clipped.map((u) => (u < median ? median - u : u - median)));
  const floor = median + (large ? 5n : 4n) * deviation;
  const weights = clipped.map((u) => (u > floor ? u - floor : 0n));

  const positive = weights.filter((weight) => weight > 0n).sort(ascendingBigint);
  if (positive.length === 0) return none('NOTHING_ABOVE_FLOOR');
  const rank = Math.max(5, Math.floor(rows / 100));
  const cap = positive.length < rank ? positive[0]! : positive.at(-rank)!;
  return { unattributed: false, weights: weights.map((weight) => (weight < cap ? weight : cap)) };
}
