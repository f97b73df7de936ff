import type { FeatureRecord } from './record.js';

/**
 * The exponent in whose unit the numbers of one or many records are whole: the smallest exponent of a block that is not
 * all zeros. Zero blocks contribute nothing and do not count; 0 when every block is zero.
 *
 * @param records `exponents` int8 [N, blocks] and `values` int8 [N, Σ dimensions], row-major; a query is N = 1
 */
export function exponentUnit(records: FeatureRecord, dimensions: readonly number[]): number {
  let smallest = Infinity;
  let at = 0;
  records.exponents.forEach((exponent, position) => {
    const end = at + dimensions[position % dimensions.length]!;
    if (exponent < smallest && records.values.subarray(at, end).some((value) => value !== 0)) smallest = exponent;
    at = end;
  });
  return Number.isFinite(smallest) ? smallest : 0;
}

/**
 * Adds the per-block dot products of every row into one integer per row (rule step 5):
 * `score = Σ_b dot[b] · 2^(rowExponent[b] + queryExponent[b] − unit)`, exact.
 *
 * @param dots int32 [N, blocks], row-major: the block dot products, as any backend gives them
 * @param rowExponents int8 [N, blocks]
 * @param query the query's record; only its exponents are read here
 * @param unit {@link exponentUnit} of the rows plus that of the query: every non-zero dot has a shift ≥ 0
 * @returns N exact integers in units of 2^unit
 */
export function combineScores(
  dots: Int32Array,
  rowExponents: Int8Array,
  query: Pick<FeatureRecord, 'exponents'>,
  unit: number,
): bigint[] {
  const blocks = query.exponents.length;
  const rows = blocks === 0 ? 0 : dots.length / blocks;
  const scores = new Array<bigint>(rows);
  for (let row = 0; row < rows; row++) {
    let score = 0n;
    for (let b = 0; b < blocks; b++) {
      const dot = dots[row * blocks + b]!;
      if (dot === 0) continue;
      score += BigInt(dot) << BigInt(rowExponents[row * blocks + b]! + query.exponents[b]! - unit);
    }
    scores[row] = score;
  }
  return scores;
}
