import { integerSquareRoot } from './integerSquareRoot.js';
import { EXACT_SUM_LIMIT, FilledVector, lowerMedian, type IntegerVector } from './IntegerVector.js';

/** 1.0 in the 16-bit fixed point of a clip factor. */
export const CLIP_ONE = 65_536;

/** No exponent is smaller, so that norms are whole in units of 2^(2·LOWEST_EXPONENT). */
const LOWEST_EXPONENT = -128;
/** 4^0 … 4^255. */
const POWERS = Float64Array.from({ length: 256 }, (_, shift) => 4 ** shift);

/** Exact squared norms of N rows, filled slice by slice. Depends on the index only. */
export class RowNorms extends FilledVector {
  /**
   * Takes in a slice of rows.
   *
   * @param at its first row; @param values int8 [n, K]; @param exponents int8 [n, blocks]; @param dimensions per block
   * @param counted how many blocks count, from the first; all unless told
   */
  measure(
    at: number,
    values: Int8Array,
    exponents: Int8Array,
    dimensions: readonly number[],
    counted = dimensions.length,
  ): void {
    const blocks = dimensions.length;
    const width = dimensions.reduce((sum, dimension) => sum + dimension, 0);
    const squares = new Float64Array(counted);
    const rows = blocks === 0 ? 0 : exponents.length / blocks;
    for (let n = 0; n < rows; n++) {
      let norm = 0;
      let smallest = 255;
      for (let b = 0, i = n * width; b < counted; b++) {
        let square = 0;
        for (const end = i + dimensions[b]!; i < end; i++) square += values[i]! * values[i]!;
        squares[b] = square;
        if (square === 0) continue;
        const shift = exponents[n * blocks + b]! - LOWEST_EXPONENT;
        norm += square * POWERS[shift]!;
        if (shift < smallest) smallest = shift;
      }
      const isExact = norm < EXACT_SUM_LIMIT * POWERS[smallest]!;
      this.set(at + n, isExact ? norm : addExactly(squares, exponents.subarray(n * blocks, (n + 1) * blocks)));
    }
  }
}

function addExactly(squares: Float64Array, exponents: Int8Array): bigint {
  let norm = 0n;
  squares.forEach((square, b) => {
    norm += BigInt(square) << BigInt(2 * (exponents[b]! - LOWEST_EXPONENT));
  });
  return norm;
}

/**
 * The clip factor of every row (rule step 6, *clip*): min(1, median row norm / row norm) in 1/65,536, from the squared
 * norms alone, so that one very long row cannot outweigh the rest.
 *
 * @returns N factors, 0…65,536; 0 for an all-zero row
 */
export function rowClips(norms: IntegerVector): Uint32Array {
  const { rounded } = norms;
  if (rounded.length === 0) return new Uint32Array(0);
  const median = lowerMedian(norms);
  const roundedMedian = Number(median);
  return Uint32Array.from(rounded, (norm, row) => {
    if (norm === 0) return 0;
    const estimate = Math.sqrt(roundedMedian / norm) * CLIP_ONE;
    if (estimate > CLIP_ONE + 1) return CLIP_ONE;
    // Doubles err by 10^-10 at most here: only next to a whole number can they round down to the wrong one.
    if (Math.abs(estimate - Math.round(estimate)) > 1e-6) return Math.min(CLIP_ONE, Math.floor(estimate));
    return Math.min(CLIP_ONE, Number(integerSquareRoot((median << 32n) / norms.exact(row))));
  });
}
