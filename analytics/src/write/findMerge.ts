import type { Partition } from '../manifest/Manifest.js';

/**
 * Two neighbours to make one: the newest pair in which the older is at most twice as large as the newer, and which is not
 * too large together. Sizes then grow towards the past, so that n rounds leave about log n partitions, and every row is
 * written about log n times. Returns the index of the older one; -1 when nothing is to be merged.
 */
export function findMerge(partitions: readonly Partition[], maxRows: number): number {
  const sizes = partitions.map(({ payouts, inferences }) => payouts.rowCount + inferences.rowCount);
  return sizes.findLastIndex((size, index) => {
    const newer = sizes[index + 1];
    return newer !== undefined && size <= 2 * newer && size + newer <= maxRows;
  });
}
