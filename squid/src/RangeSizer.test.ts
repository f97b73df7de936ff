import { describe, expect, it } from 'vitest';
import { RangeSizer } from './RangeSizer.js';

describe('RangeSizer', () => {
  it('grows twofold on a quiet chain, up to its limit', () => {
    const sizer = new RangeSizer();
    const seen: number[] = [];
    for (let step = 0; step < 8; step++) {
      sizer.note({ blockCount: sizer.blocks, logCount: 0, elapsedMs: 10 });
      seen.push(sizer.blocks);
    }
    expect(seen).toEqual([40, 80, 160, 320, 640, 1000, 1000, 1000]);
  });

  it('shrinks to what holds the wanted number of logs, never below one block', () => {
    const sizer = new RangeSizer();
    sizer.note({ blockCount: 20, logCount: 7_500, elapsedMs: 10 });
    expect(sizer.blocks).toBe(4);
    sizer.note({ blockCount: 4, logCount: 400_000, elapsedMs: 10 });
    expect(sizer.blocks).toBe(1);
  });

  it('halves when the node is slow', () => {
    const sizer = new RangeSizer();
    sizer.note({ blockCount: 20, logCount: 0, elapsedMs: 9_000 });
    expect(sizer.blocks).toBe(10);
  });
});
