import { createSeededRandom } from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import { NotPositiveDefiniteError, factorCholesky, solveCholesky } from './cholesky.js';

describe('factorCholesky', () => {
  it('gives the known factor and the known inverse', () => {
    // Only the lower triangle counts: the upper one holds what would change every number if it were read.
    const matrix = Float64Array.of(4, 99, 99, 12, 37, 99, -16, -43, 98);
    const factor = factorCholesky(matrix, 3);
    expect([...factor]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
    // The inverse of [[4,12,-16],[12,37,-43],[-16,-43,98]] by cofactors over its determinant, 36.
    const inverse = [
      [1777 / 36, -122 / 9, 19 / 9],
      [-122 / 9, 34 / 9, -5 / 9],
      [19 / 9, -5 / 9, 1 / 9],
    ];
    inverse.forEach((column, i) => {
      const unit = Float64Array.from([0, 1, 2], (at) => (at === i ? 1 : 0));
      solveCholesky(factor, unit).forEach((value, at) => expect(value).toBeCloseTo(column[at]!, 9));
    });
  });

  it('solves a larger system, and leaves the right side alone', () => {
    const k = 40;
    const random = createSeededRandom('cholesky');
    const g = Float64Array.from({ length: k * k }, () => random.nextGaussian());
    const matrix = new Float64Array(k * k);
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) {
        for (let p = 0; p < k; p++) matrix[i * k + j]! += g[i * k + p]! * g[j * k + p]!;
      }
      matrix[i * k + i]! += 1;
    }
    const expected = Float64Array.from({ length: k }, () => random.nextGaussian());
    const b = new Float64Array(k);
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) b[i]! += matrix[i * k + j]! * expected[j]!;
    const given = b.slice();
    solveCholesky(factorCholesky(matrix, k), b).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 8));
    expect(b).toEqual(given);
  });

  it.each([
    ['indefinite', [1, 2, 2, 1]],
    ['singular', [1, 1, 1, 1]],
    ['zero', [0, 0, 0, 0]],
    ['not a number', [Number.NaN, 0, 0, 1]],
  ])('refuses a matrix that is %s', (_, matrix) => {
    expect(() => factorCholesky(Float64Array.from(matrix), 2)).toThrow(NotPositiveDefiniteError);
  });
});
