import { expect, it } from 'vitest';
import type { Partition } from '../manifest/Manifest.js';
import { findMerge } from './findMerge.js';

const toPartitions = (sizes: readonly number[]): Partition[] =>
  sizes.map((rowCount) => ({ payouts: { rowCount }, inferences: { rowCount: 0 } }) as Partition);

function mergeAll(sizes: number[], maxRows: number): number[] {
  for (;;) {
    const index = findMerge(toPartitions(sizes), maxRows);
    if (index === -1) return sizes;
    sizes.splice(index, 2, sizes[index]! + sizes[index + 1]!);
  }
}

it('leaves few partitions, and writes a row few times', () => {
  let sizes: number[] = [];
  let written = 0;
  for (let round = 0; round < 1_000; round++) {
    sizes.push(10);
    for (let index; (index = findMerge(toPartitions(sizes), 1_000_000)) !== -1;) {
      const merged = sizes[index]! + sizes[index + 1]!;
      written += merged;
      sizes = sizes.toSpliced(index, 2, merged);
    }
  }
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10_000);
  expect(sizes.length).toBeLessThan(12);
  expect(written / 10_000).toBeLessThan(12);
});

it('keeps below the limit', () => {
  expect(mergeAll([600, 600, 300, 300], 1_000)).toEqual([600, 600, 600]);
  expect(mergeAll([5_000, 400, 400], 1_000)).toEqual([5_000, 800]);
});

it('has nothing to do with none or one', () => {
  expect(findMerge([], 10)).toBe(-1);
  expect(findMerge(toPartitions([3]), 10)).toBe(-1);
});
