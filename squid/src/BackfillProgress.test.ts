import { describe, expect, it } from 'vitest';
import { BackfillProgress } from './BackfillProgress.js';

describe('BackfillProgress', () => {
  it('says blocks/s, events/s and time left every five seconds', () => {
    const lines: string[] = [];
    let nowMs = 0;
    const progress = new BackfillProgress(
      (line) => lines.push(line),
      () => nowMs,
    );
    for (let step = 1; step <= 12; step++) {
      progress.note({ blockCount: 100, eventCount: 2_000, blockNumber: step * 100, finalHeight: 21_200 });
      nowMs += 1_000;
    }
    expect(lines).toEqual([
      'backfill at block 600 of 21,200: 120 blocks/s, 2,400 events/s, 3 min left',
      'backfill at block 1,100 of 21,200: 100 blocks/s, 2,000 events/s, 4 min left',
    ]);
  });

  it('is silent at the head', () => {
    const lines: string[] = [];
    let nowMs = 0;
    const progress = new BackfillProgress(
      (line) => lines.push(line),
      () => (nowMs += 60_000),
    );
    for (let block = 1; block < 5; block++) {
      progress.note({ blockCount: 1, eventCount: 9, blockNumber: block, finalHeight: block });
    }
    expect(lines).toEqual([]);
  });
});
