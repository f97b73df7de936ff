import { ascendingBigint } from './ascendingBigint.js';
import { lowerMedian, sumOfExtreme, type IntegerVector } from './IntegerVector.js';

/** Rows from which an index counts as large: the gate is then 1.2 instead of 1.3 and the floor 5 MAD instead of 4. */
export const LARGE_INDEX_ROWS = 300;

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

/**
 * From raw scores to row weights (rule step 6): gate on the raw scores, clip, floor, cap, integers only. No weight
 * depends on who owns a row, so splitting or merging accounts changes nothing.
 *
 * @param scores N raw scores
 * @param clips N clip factors in 1/65,536, see {@link rowClips}
 */
export function weighRows(scores: IntegerVector, clips: Uint32Array): RowWeights {
  const rowCount = scores.rounded.length;
  if (rowCount === 0) return { unattributed: true, reason: 'NO_ROWS', weights: [] };
  const large = rowCount >= LARGE_INDEX_ROWS;

  const tail = Math.max(1, Math.floor(rowCount / 100));
  const top = sumOfExtreme(scores, tail, 'largest');
  const bottom = sumOfExtreme(scores, tail, 'smallest');
  if (10n * top < (large ? 12n : 13n) * (bottom < 0n ? -bottom : bottom)) {
    return { unattributed: true, reason: 'GATE', weights: [] };
  }

  const clipped = clipScores(scores, clips);
  const median = lowerMedian(clipped);
  const deviation = lowerMedian(distancesFrom(median, clipped));
  const floor = median + (large ? 5n : 4n) * deviation;
  const roundedFloor = Number(floor);

  const weights: RowWeight[] = [];
  for (let row = 0; row < rowCount; row++) {
    if (clipped.rounded[row]! < roundedFloor) continue;
    const weight = clipped.exact(row) - floor;
    if (weight > 0n) weights.push({ row, weight });
  }
  if (weights.length === 0) return { unattributed: true, reason: 'NOTHING_ABOVE_FLOOR', weights };
  const cap = capOf(weights, Math.max(5, Math.floor(rowCount / 100)));
  return {
    unattributed: false,
    weights: weights.map(({ row, weight }) => ({ row, weight: weight < cap ? weight : cap })),
  };
}

/** ⌊s·r / 65,536⌋ of every row: in doubles where that is exact, in bigints elsewhere. */
function clipScores(scores: IntegerVector, clips: Uint32Array): IntegerVector {
  const exact = (row: number): bigint => (scores.exact(row) * BigInt(clips[row]!)) >> 16n;
  const rounded = new Float64Array(clips.length);
  for (let row = 0; row < clips.length; row++) {
    const score = scores.rounded[row]!;
    const clip = clips[row]!;
    if (Number.isSafeInteger(score)) {
      // score = high · 65,536 + low, so that both products stay below 2^53.
      const high = Math.floor(score / 65_536);
      rounded[row] = high * clip + Math.floor(((score - high * 65_536) * clip) / 65_536);
    } else {
      rounded[row] = clip === 65_536 ? score : Number(exact(row));
    }
  }
  return { rounded, exact };
}

/** |value − centre| of every value. */
function distancesFrom(centre: bigint, values: IntegerVector): IntegerVector {
  const exact = (i: number): bigint => {
    const distance = values.exact(i) - centre;
    return distance < 0n ? -distance : distance;
  };
  const roundedCentre = Number(centre);
  const isSafe = Number.isSafeInteger(roundedCentre);
  const rounded = values.rounded.map((value, i) => {
    const distance = Math.abs(value - roundedCentre);
    return isSafe && Number.isSafeInteger(value) && Number.isSafeInteger(distance) ? distance : Number(exact(i));
  });
  return { rounded, exact };
}

/** The k-th largest weight, or the smallest where there are fewer. */
function capOf(weights: readonly RowWeight[], k: number): bigint {
  const ascending = weights.map(({ weight }) => weight).sort(ascendingBigint);
  return weights.length < k ? ascending[0]! : ascending.at(-k)!;
}
