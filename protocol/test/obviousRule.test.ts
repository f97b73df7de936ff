/** The fast integer steps equal the obvious ones, whatever the numbers: small, wider than a double, tied, all zero. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  RawScores,
  RowNorms,
  exponentUnit,
  integerVector,
  orderStatistic,
  rowClips,
  weighRows,
  weighRowsInStages,
} from '@tributary/protocol';
import { obviousClips, obviousScores, obviousWeights, obviousWeightsInStages } from './obviousRule.js';

const DIMENSIONS = [3, 1, 5];
const WIDTH = 9;

const int8 = fc.oneof(fc.constant(0), fc.constantFrom(127, -127), fc.integer({ min: -127, max: 127 }));
/** Narrow, and the widest that strangers can write. */
const exponent = fc.oneof(
  fc.integer({ min: -12, max: 0 }),
  fc.constantFrom(-128, 127),
  fc.integer({ min: -128, max: 127 }),
);

const rowArbitrary = fc.record({
  values: fc.array(int8, { minLength: WIDTH, maxLength: WIDTH }),
  exponents: fc.array(exponent, { minLength: 3, maxLength: 3 }),
});
const matrixArbitrary = fc.array(rowArbitrary, { minLength: 1, maxLength: 40 }).map((rows) => ({
  rows,
  values: Int8Array.from(rows.flatMap((row) => row.values)),
  exponents: Int8Array.from(rows.flatMap((row) => row.exponents)),
}));

/** Many equal ones, many close together beyond 2^53, and outliers. */
const scoreArbitrary = fc.oneof(
  fc.bigInt({ min: -5n, max: 5n }),
  fc.bigInt({ min: -(10n ** 9n), max: 10n ** 12n }),
  fc.bigInt({ min: 2n ** 60n, max: 2n ** 60n + 40n }),
  fc.bigInt({ min: -(2n ** 400n), max: 2n ** 400n }),
);
const scoresArbitrary = fc.array(scoreArbitrary, { minLength: 1, maxLength: 420 });
const clipArbitrary = fc.oneof(fc.constant(65_536), fc.constant(0), fc.integer({ min: 0, max: 65_536 }));

function dotsOf(matrix: { rows: { values: number[] }[] }, query: readonly number[]): Int32Array {
  return Int32Array.from(
    matrix.rows.flatMap(({ values }) => {
      let at = 0;
      return DIMENSIONS.map((dimension) => {
        let dot = 0;
        for (const end = at + dimension; at < end; at++) dot += values[at]! * query[at]!;
        return dot;
      });
    }),
  );
}

describe('the fast integer steps', () => {
  it('add scores as the rule says', () => {
    fc.assert(
      fc.property(matrixArbitrary, rowArbitrary, (matrix, query) => {
        const record = { values: Int8Array.from(query.values), exponents: Int8Array.from(query.exponents) };
        const unit = exponentUnit(matrix, DIMENSIONS) + exponentUnit(record, DIMENSIONS);
        const dots = dotsOf(matrix, query.values);
        const scores = new RawScores(matrix.rows.length);
        // In two slices, as they come from a disk.
        const half = matrix.rows.length >> 1;
        scores.combine(half, dots.subarray(half * 3), matrix.exponents.subarray(half * 3), record, unit);
        scores.combine(0, dots.subarray(0, half * 3), matrix.exponents.subarray(0, half * 3), record, unit);
        const expected = obviousScores(dots, matrix.exponents, record.exponents, unit);
        expect(matrix.rows.map((_, row) => scores.exact(row))).toEqual(expected);
        expect([...scores.rounded]).toEqual(expected.map(Number));
        const ofTwo = new RawScores(matrix.rows.length);
        ofTwo.combine(0, dots, matrix.exponents, record, unit, 2);
        expect(matrix.rows.map((_, row) => ofTwo.exact(row))).toEqual(
          obviousScores(dots, matrix.exponents, record.exponents, unit, 2),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('clip as the rule says', () => {
    fc.assert(
      fc.property(matrixArbitrary, (matrix) => {
        const norms = new RowNorms(matrix.rows.length);
        norms.measure(0, matrix.values, matrix.exponents, DIMENSIONS);
        const unit = exponentUnit(matrix, DIMENSIONS);
        expect([...rowClips(norms)]).toEqual(obviousClips(matrix.values, matrix.exponents, DIMENSIONS, unit));
        const ofTwo = new RowNorms(matrix.rows.length);
        ofTwo.measure(0, matrix.values, matrix.exponents, DIMENSIONS, 2);
        expect([...rowClips(ofTwo)]).toEqual(obviousClips(matrix.values, matrix.exponents, DIMENSIONS, unit, 2));
      }),
      { numRuns: 500 },
    );
  });

  it('weigh as the rule says', () => {
    fc.assert(
      fc.property(scoresArbitrary, fc.infiniteStream(clipArbitrary), (scores, stream) => {
        const clips = scores.map(() => stream.next().value as number);
        const { reason, weights } = weighRows(integerVector(scores), Uint32Array.from(clips));
        const dense = scores.map(() => 0n);
        for (const { row, weight } of weights) dense[row] = weight;
        const expected = obviousWeights(scores, clips);
        expect(reason).toBe(expected.reason);
        expect(dense).toEqual(expected.weights);
      }),
      { numRuns: 1000 },
    );
  });

  it('weigh in stages as the rule says', () => {
    const family = fc.constantFrom(0, 0, 1, 2, 3);
    const rowScores = fc.record({ start: scoreArbitrary, all: scoreArbitrary, startClip: clipArbitrary });
    const row = fc.record({ rowScores, allClip: clipArbitrary, family });
    /** Noise, and a third that stands out. */
    const standing = fc.oneof(
      { weight: 2, arbitrary: fc.bigInt({ min: -9n, max: 9n }) },
      { weight: 1, arbitrary: fc.bigInt({ min: 10n ** 6n, max: 10n ** 9n }) },
    );
    const clear = standing.chain((score) =>
      fc.record({
        rowScores: fc.record({ start: fc.constant(score), all: fc.constant(score), startClip: fc.constant(65_536) }),
        allClip: fc.constant(65_536),
        family,
      }),
    );
    // Small ones, and some from which the cap is that of a large index.
    const rows = fc.oneof(
      fc.array(row, { minLength: 1, maxLength: 60 }),
      fc.array(clear, { minLength: 290, maxLength: 420 }),
    );
    const reasons = new Set<string | undefined>();
    fc.assert(
      fc.property(rows, (drawn) => {
        const start = { scores: drawn.map((r) => r.rowScores.start), clips: drawn.map((r) => r.rowScores.startClip) };
        const all = { scores: drawn.map((r) => r.rowScores.all), clips: drawn.map((r) => r.allClip) };
        const families = drawn.map((r) => r.family);
        const { reason, weights } = weighRowsInStages({
          start: { scores: integerVector(start.scores), clips: Uint32Array.from(start.clips) },
          all: { scores: integerVector(all.scores), clips: Uint32Array.from(all.clips) },
          families: Uint32Array.from(families),
        });
        const dense = drawn.map(() => 0n);
        for (const { row, weight } of weights) dense[row] = weight;
        const expected = obviousWeightsInStages(start, all, families);
        expect(reason).toBe(expected.reason);
        expect(dense).toEqual(expected.weights);
        reasons.add(reason);
      }),
      { numRuns: 1000 },
    );
    expect(reasons).toEqual(new Set([undefined, 'GATE', 'NOTHING_ABOVE_FLOOR']));
  });

  it('find every rank, in orders made to be slow too', () => {
    const organ = Array.from({ length: 2001 }, (_, i) => BigInt(Math.min(i, 2000 - i)));
    const orders = [organ, organ.map((x) => x * 2n ** 80n + (x % 3n)), organ.map(() => 7n), [...organ].sort()];
    for (const values of orders) {
      const ascending = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      for (const rank of [0, 1, 500, 1000, 1999, 2000]) {
        expect(orderStatistic(integerVector(values), rank)).toBe(ascending[rank]);
      }
    }
  });
});
