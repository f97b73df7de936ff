import { LARGE_INDEX_ROWS } from './largeIndex.js';
import { sumOfExtreme, type IntegerVector } from './IntegerVector.js';

/**
 * The gate of rule step 6: whether the highest raw scores stand out from the lowest, so that anybody's data shaped the
 * answer recognisably.
 *
 * @param scores N > 0 raw scores
 */
export function passesGate(scores: IntegerVector): boolean {
  const rowCount = scores.rounded.length;
  const tail = Math.max(1, Math.floor(rowCount / 100));
  const top = sumOfExtreme(scores, tail, 'largest');
  const bottom = sumOfExtreme(scores, tail, 'smallest');
  return 10n * top >= (rowCount >= LARGE_INDEX_ROWS ? 12n : 13n) * (bottom < 0n ? -bottom : bottom);
}
