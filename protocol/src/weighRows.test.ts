import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLIP_ONE, contributionWeights, integerSquareRoot, rowClips, weighRows } from './index.js';

const scoresArbitrary = fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 12n }), { minLength: 6, maxLength: 400 });
const open = (scores: readonly bigint[]): bigint[] => scores.map(() => CLIP_ONE);

/** Twenty rows of noise and a few that stand out. */
const CLEAR = [3n, -2n, 1n, 0n, -1n, 2n, -3n, 900n, 700n, 800n, 1n, -2n, 500n, 0n, 600n, -1n, 3n, 2n, 400n, -2n];

describe('weighRows', () => {
  it('depends on no owner: relabelling moves no weight, and owner totals add', () => {
    fc.assert(
      fc.property(scoresArbitrary, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (scores, owners) => {
        const { weights } = weighRows(scores, open(scores));
        const labels = Uint32Array.from(scores, () => owners.next().value as number);
        const total = contributionWeights(weights, labels).reduce((sum, { weight }) => sum + weight, 0n);
        expect(total).toBe(weights.reduce((a, b) => a + b));
      }),
    );
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(scoresArbitrary, (scores) => {
        const { weights } = weighRows(scores, open(scores));
        const reversed = [...scores].reverse();
        expect(weighRows(reversed, open(reversed)).weights.reverse()).toEqual(weights);
      }),
    );
  });

  it('pays no row more than 1 / min(k, rows paid) of an answer', () => {
    fc.assert(
      fc.property(scoresArbitrary, (scores) => {
        const { weights } = weighRows(scores, open(scores));
        const total = weights.reduce((a, b) => a + b);
        const paid = weights.filter((weight) => weight > 0n);
        const k = BigInt(Math.min(Math.max(5, Math.floor(scores.length / 100)), paid.length));
        for (const weight of paid) expect(weight * k <= total).toBe(true);
      }),
    );
  });

  it('finds the rows that stand out', () => {
    const { unattributed, weights } = weighRows(CLEAR, open(CLEAR));
    expect(unattributed).toBe(false);
    expect(weights.flatMap((weight, row) => (weight > 0n ? [row] : []))).toEqual([7, 8, 9, 12, 14, 18]);
  });

  it('attributes symmetric noise to nobody', () => {
    const noise = Array.from({ length: 400 }, (_, i) => BigInt(i) - 200n);
    expect(weighRows(noise, open(noise))).toMatchObject({ unattributed: true, reason: 'GATE' });
  });

  it('uses the stricter gate below 300 rows', () => {
    // Largest 125, smallest −100: between 1.2 and 1.3.
    const scores = (rows: number): bigint[] => {
      const k = Math.max(1, Math.floor(rows / 100));
      return Array.from({ length: rows }, (_, i) => (i < k ? 125n : i < 2 * k ? -100n : 0n));
    };
    expect(weighRows(scores(299), open(scores(299))).reason).toBe('GATE');
    expect(weighRows(scores(300), open(scores(300))).reason).toBeUndefined();
  });

  it('has no rows, no attribution', () => {
    expect(weighRows([], [])).toEqual({ unattributed: true, reason: 'NO_ROWS', weights: [] });
  });
});

describe('rowClips', () => {
  it('takes from a row ten times as long what it gained by that', () => {
    const values = Int8Array.from([12, -12, 12, 12, 12, 12, 120, 120]);
    const clips = rowClips(values, new Int8Array(4), [2], 0);
    expect(clips.slice(0, 3)).toEqual([CLIP_ONE, CLIP_ONE, CLIP_ONE]);
    expect(clips[3]).toBe(CLIP_ONE / 10n);
  });

  it('weighs exponents exactly: a row in a larger unit is the same row', () => {
    const [first, second] = rowClips(
      Int8Array.from([64, 32, 32, 16, 1, 1, 1, 1, 1, 1]),
      Int8Array.from([0, 1, 0, 0, 0]),
      [2],
      0,
    );
    expect(first! > 0n && first! < CLIP_ONE).toBe(true);
    expect(second).toBe(first);
  });

  it('gives an all-zero row nothing', () => {
    expect(rowClips(Int8Array.from([0, 0, 5, 5]), new Int8Array(2), [2], 0)[0]).toBe(0n);
  });
});

describe('integerSquareRoot', () => {
  it('is the largest integer whose square fits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), (n) => {
        const root = integerSquareRoot(n);
        expect(root * root <= n && (root + 1n) * (root + 1n) > n).toBe(true);
      }),
    );
  });
});
