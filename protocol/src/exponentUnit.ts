import type { FeatureRecord } from './record.js';

/**
 * The exponent in whose unit the numbers of one or many records are whole: the smallest exponent of a block that is not
 * all zeros. Zero blocks contribute nothing and do not count; 127 when every block is zero, so that the smallest of
 * several parts is that of the whole.
 *
 * @param records `exponents` int8 [N, blocks] and `values` int8 [N, Σ dimensions], row-major; a query is N = 1
 */
export function exponentUnit(records: FeatureRecord, dimensions: readonly number[]): number {
  const { exponents, values } = records;
  let smallest = 127;
  let at = 0;
  for (let position = 0; position < exponents.length; position++) {
    const end = at + dimensions[position % dimensions.length]!;
    if (exponents[position]! < smallest) {
      while (at < end && values[at] === 0) at++;
      if (at < end) smallest = exponents[position]!;
    }
    at = end;
  }
  return smallest;
}
