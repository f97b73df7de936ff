import { selectRank } from './selectRank.js';
import { ascendingBigint } from './ascendingBigint.js';

/**
 * N integers of any size, fast where they are small: `rounded[i]` is always `Number(exact(i))`, the nearest double, so
 * comparing doubles never contradicts the integers and only equal doubles need a second look. Up to 2^53 they are the
 * same number.
 */
export interface IntegerVector {
  /** float64 [N]. */
  readonly rounded: Float64Array;
  exact(i: number): bigint;
}

/** A sum of multiples of 2^m is exact in a double while their magnitudes add up to less than this times 2^m. */
export const EXACT_SUM_LIMIT = 2 ** 53;

/** A vector that is filled element by element. */
export class FilledVector implements IntegerVector {
  readonly rounded: Float64Array;
  /** The few that no double holds. */
  readonly #wide = new Map<number, bigint>();

  constructor(length: number) {
    this.rounded = new Float64Array(length);
  }

  exact(i: number): bigint {
    return this.#wide.get(i) ?? BigInt(this.rounded[i]!);
  }

  /** @param value a whole number that the double holds exactly, or a bigint */
  set(i: number, value: number | bigint): void {
    this.rounded[i] = Number(value);
    if (typeof value === 'bigint') this.#wide.set(i, value);
    else if (this.#wide.size > 0) this.#wide.delete(i);
  }
}

/** The vector of given integers. */
export function integerVector(values: readonly bigint[]): IntegerVector {
  return { rounded: Float64Array.from(values, Number), exact: (i) => values[i]! };
}

/** The integer at position `rank` (from 0) of the ascending order. */
export function orderStatistic(vector: IntegerVector, rank: number): bigint {
  const { rounded } = vector;
  const found = selectRank(rounded.slice(), rank);
  if (Number.isSafeInteger(found)) return BigInt(found);
  let below = 0;
  const equal: bigint[] = [];
  for (let i = 0; i < rounded.length; i++) {
    if (rounded[i]! < found) below++;
    else if (rounded[i] === found) equal.push(vector.exact(i));
  }
  return equal.sort(ascendingBigint)[rank - below]!;
}

/** The lower median: the element at position ⌈n/2⌉ of the ascending order. Never an average, so it stays an integer. */
export function lowerMedian(vector: IntegerVector): bigint {
  return orderStatistic(vector, (vector.rounded.length - 1) >> 1);
}

/** The sum of the `k` largest, or of the `k` smallest. */
export function sumOfExtreme(vector: IntegerVector, k: number, end: 'largest' | 'smallest'): bigint {
  const sign = end === 'largest' ? 1 : -1;
  const edge = orderStatistic(vector, end === 'largest' ? vector.rounded.length - k : k - 1);
  const roundedEdge = Number(edge);
  let sum = 0n;
  let beyond = 0;
  for (let i = 0; i < vector.rounded.length; i++) {
    if (sign * vector.rounded[i]! < sign * roundedEdge) continue;
    const value = vector.exact(i);
    if (end === 'largest' ? value > edge : value < edge) {
      sum += value;
      beyond++;
    }
  }
  return sum + BigInt(k - beyond) * edge;
}
