import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CLIP_ONE,
  RowNorms,
  contributionWeights,
  integerVector,
  rowClips,
  weighRows,
  type RowWeights,
} from './index.js';
import { integerSquareRoot } from './integerSquareRoot.js';

const scoresArbitrary = fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 12n }), { minLength: 6, maxLength: 400 });
/** Weighs without clipping. */
const weigh = (scores: readonly bigint[]): RowWeights =>
  weighRows(
    integerVector(scores),
    Uint32Array.from(scores, () => CLIP_ONE),
  );
const sumOf = ({ weights }: RowWeights): bigint => weights.reduce((sum, { weight }) => sum + weight, 0n);

/** Twenty rows of noise and a few that stand out. */
const CLEAR = [3n, -2n, 1n, 0n, -1n, 2n, -3n, 900n, 700n, 800n, 1n, -2n, 500n, 0n, 600n, -1n, 3n, 2n, 400n, -2n];

describe('weighRows', () => {
  it('depends on no owner: relabelling moves no weight, and owner totals add', () => {
    fc.assert(
      fc.property(scoresArbitrary, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (scores, owners) => {
        const weighed = weigh(scores);
        const labels = Uint32Array.from(scores, () => owners.next().value as number);
        const total = contributionWeights(weighed.weights, labels).reduce((sum, { weight }) => sum + weight, 0n);
        expect(total).toBe(sumOf(weighed));
      }),
    );
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(scoresArbitrary, (scores) => {
        const last = scores.length - 1;
        const mirrored = weigh([...scores].reverse()).weights.map(({ row, weight }) => ({ row: last - row, weight }));
        expect(mirrored.reverse()).toEqual(weigh(scores).weights);
      }),
    );
  });

  it('pays no row more than 1 / min(k, rows paid) of an answer', () => {
    fc.assert(
      fc.property(scoresArbitrary, (scores) => {
        const weighed = weigh(scores);
        const total = sumOf(weighed);
        const k = BigInt(Math.min(Math.max(5, Math.floor(scores.length / 100)), weighed.weights.length));
        for (const { weight } of weighed.weights) expect(weight * k <= total).toBe(true);
      }),
    );
  });

  it('finds the rows that stand out', () => {
    const { unattributed, weights } = weigh(CLEAR);
    expect(unattributed).toBe(false);
    expect(weights.map(({ row }) => row)).toEqual([7, 8, 9, 12, 14, 18]);
  });

  it('attributes symmetric noise to nobody', () => {
    const noise = Array.from({ length: 400 }, (_, i) => BigInt(i) - 200n);
    expect(weigh(noise)).toMatchObject({ unattributed: true, reason: 'GATE' });
  });

  it('uses the stricter gate below 300 rows', () => {
    // Largest 125, smallest −100: between 1.2 and 1.3.
    const scores = (rows: number): bigint[] => {
      const k = Math.max(1, Math.floor(rows / 100));
      return Array.from({ length: rows }, (_, i) => (i < k ? 125n : i < 2 * k ? -100n : 0n));
    };
    expect(weigh(scores(299)).reason).toBe('GATE');
    expect(weigh(scores(300)).reason).toBeUndefined();
  });

  it('has no rows, no attribution', () => {
    expect(weigh([])).toEqual({ unattributed: true, reason: 'NO_ROWS', weights: [] });
  });
});

describe('rowClips', () => {
  const clipsOf = (values: number[], exponents: number[]): number[] => {
    const norms = new RowNorms(exponents.length);
    norms.measure(0, Int8Array.from(values), Int8Array.from(exponents), [2]);
    return [...rowClips(norms)];
  };

  it('takes from a row ten times as long what it gained by that', () => {
    const clips = clipsOf([12, -12, 12, 12, 12, 12, 120, 120], [0, 0, 0, 0]);
    expect(clips).toEqual([CLIP_ONE, CLIP_ONE, CLIP_ONE, Math.floor(CLIP_ONE / 10)]);
  });

  it('weighs exponents exactly: a row in a larger unit is the same row', () => {
    const [first, second] = clipsOf([64, 32, 32, 16, 1, 1, 1, 1, 1, 1], [0, 1, 0, 0, 0]);
    expect(first! > 0 && first! < CLIP_ONE).toBe(true);
    expect(second).toBe(first);
  });

  it('gives an all-zero row nothing', () => {
    expect(clipsOf([0, 0, 5, 5], [0, 0])[0]).toBe(0);
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
