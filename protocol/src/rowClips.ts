import { blockOffsets } from './record.js';
import { lowerMedian } from './lowerMedian.js';

/** 1.0 in the 16-bit fixed point of a clip factor. */
export const CLIP_ONE = 65_536n;

/**
 * The clip factor of every row (rule step 6, *clip*): min(1, median row norm / row norm) in 1/65,536, from the squared
 * norms alone, so that one very long row cannot outweigh the rest. Depends on the index only.
 *
 * @param values int8 [N, K]; @param exponents int8 [N, blocks]; @param dimensions per block, summing to K
 * @param unit smallest exponent of the index's non-zero blocks
 * @returns N factors, 0…65,536; 0 for an all-zero row
 */
export function rowClips(
  values: Int8Array,
  exponents: Int8Array,
  dimensions: readonly number[],
  unit: number,
): bigint[] {
  const offsets = blockOffsets(dimensions);
  const width = offsets.at(-1)!;
  const blocks = dimensions.length;
  const rows = blocks === 0 ? 0 : exponents.length / blocks;
  const norms: bigint[] = [];
  for (let row = 0; row < rows; row++) {
    let norm = 0n;
    for (let b = 0; b < blocks; b++) {
      let sum = 0;
      for (let i = row * width + offsets[b]!; i < row * width + offsets[b + 1]!; i++) sum += values[i]! * values[i]!;
      if (sum > 0) norm += BigInt(sum) << BigInt(2 * (exponents[row * blocks + b]! - unit));
    }
    norms.push(norm);
  }
  if (rows === 0) return [];
  const median = lowerMedian(norms);
  return norms.map((norm) => {
    if (norm === 0n) return 0n;
    const factor = integerSquareRoot((median << 32n) / norm);
    return factor < CLIP_ONE ? factor : CLIP_ONE;
  });
}

/** ⌊√n⌋ by Newton's method on integers. */
export function integerSquareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}
