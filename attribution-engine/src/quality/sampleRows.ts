import { createSeededRandom } from '@tributary/protocol';

/**
 * At most `limit` rows of an index, one drawn from each of as many equal parts. The seed is the index's root, so which
 * rows are looked at is the same everywhere, and not known before the index is finished.
 */
export function sampleRows(rowCount: number, limit: number, seed: string): number[] {
  const count = Math.min(rowCount, limit);
  const random = createSeededRandom(`index-quality/${seed}`);
  return Array.from({ length: count }, (_, part) => {
    const from = Math.floor((part * rowCount) / count);
    const to = Math.floor(((part + 1) * rowCount) / count);
    return from + Math.floor(random.nextFloat() * (to - from));
  });
}
