import { EXACT_SUM_LIMIT, FilledVector } from './IntegerVector.js';
import type { FeatureRecord } from './record.js';

/** Powers of two from 1 to 2^510, the largest distance between two sums of two exponents. */
const POWERS = Float64Array.from({ length: 511 }, (_, shift) => 2 ** shift);

/** Exact raw scores of N rows, filled slice by slice. */
export class RawScores extends FilledVector {
  /**
   * Adds the per-block dot products of every row of a slice into one integer per row (rule step 5):
   * `score = Σ_b dot[b] · 2^(rowExponent[b] + queryExponent[b] − unit)`.
   *
   * A sum of doubles that are multiples of 2^m is exact while the sum of their magnitudes is below 2^(53+m); a row for
   * which it is not is added up in bigints.
   *
   * @param at the slice's first row
   * @param dots int32 [n, blocks], row-major: the block dot products, as any backend gives them
   * @param rowExponents int8 [n, blocks]
   * @param query the query's record; only its exponents are read here
   * @param unit `exponentUnit` of all rows plus that of the query: every non-zero dot has a shift ≥ 0
   * @param counted how many blocks count, from the first; all unless told
   */
  combine(
    at: number,
    dots: Int32Array,
    rowExponents: Int8Array,
    query: Pick<FeatureRecord, 'exponents'>,
    unit: number,
    counted = query.exponents.length,
  ): void {
    const blocks = query.exponents.length;
    const shifts = Int32Array.from(query.exponents.subarray(0, counted), (exponent) => exponent - unit);
    for (let first = 0, row = at; first < dots.length; first += blocks, row++) {
      let score = 0;
      let magnitude = 0;
      let smallest = 510;
      for (let b = 0, position = first; b < counted; b++, position++) {
        const dot = dots[position]!;
        if (dot === 0) continue;
        const shift = rowExponents[position]! + shifts[b]!;
        const term = dot * POWERS[shift]!;
        score += term;
        magnitude += Math.abs(term);
        if (shift < smallest) smallest = shift;
      }
      const isExact = magnitude < EXACT_SUM_LIMIT * POWERS[smallest]!;
      this.set(row, isExact ? score : addExactly(dots, rowExponents, shifts, first));
    }
  }
}

function addExactly(dots: Int32Array, rowExponents: Int8Array, shifts: Int32Array, first: number): bigint {
  let score = 0n;
  shifts.forEach((shift, b) => {
    const dot = dots[first + b]!;
    if (dot !== 0) score += BigInt(dot) << BigInt(rowExponents[first + b]! + shift);
  });
  return score;
}
