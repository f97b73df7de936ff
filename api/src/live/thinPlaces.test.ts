import type { VerdictPlace } from '@tributary/db';
import { describe, expect, it } from 'vitest';
import { thinPlaces } from './thinPlaces.js';

const placeAt = (blockNumber: number): VerdictPlace => ({
  blockNumber,
  seen: { snapshot: '1:1:', takenAtMs: blockNumber },
});

describe('thinPlaces', () => {
  it('keeps few places, however long it goes on, and always one not much deeper than any fork', () => {
    let places: VerdictPlace[] = [];
    for (let head = 0; head < 10_000; head++) {
      places = thinPlaces([placeAt(head), ...places]);
      expect(places.length).toBeLessThanOrEqual(14);
      expect(places.map(({ blockNumber }) => blockNumber)).toEqual(
        places.map(({ blockNumber }) => blockNumber).sort((left, right) => right - left),
      );
      for (const depth of [1, 7, 60, 900]) {
        if (head < 4 * depth) continue;
        const below = places.find(({ blockNumber }) => blockNumber <= head - depth);
        expect(below?.blockNumber, `depth ${depth} at ${head}`).toBeGreaterThanOrEqual(head - 4 * depth);
      }
    }
  });

  it('keeps the newest of several at one height', () => {
    const newer = { ...placeAt(5), seen: { snapshot: '2:2:', takenAtMs: 9 } };
    expect(thinPlaces([newer, placeAt(5), placeAt(4)])).toEqual([newer, placeAt(4)]);
    expect(thinPlaces([])).toEqual([]);
  });
});
