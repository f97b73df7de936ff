import { describe, expect, it } from 'vitest';
import { readerOf, type IndexReader } from '../index/attributionIndex.js';
import { GRADIENT_1, methodName, type Precondition } from './gradientRule.js';
import { buildPreconditioner, createPreconditioner, type Preconditioner } from './preconditioner.js';

/** Two blocks, of 2 and 1; rows are given as [exponents, values]. */
function indexOf(rows: readonly (readonly [number[], number[]])[], precondition: Precondition): IndexReader {
  return readerOf({
    method: methodName({ ...GRADIENT_1, precondition }),
    blocks: [
      { name: 'start/a', dimension: 2 },
      { name: 'final/a', dimension: 1 },
    ],
    exponents: Int8Array.from(rows.flatMap(([exponents]) => exponents)),
    values: Int8Array.from(rows.flatMap(([, values]) => values)),
    contributions: Uint32Array.from(rows, (_, i) => i + 1),
    lines: new Uint32Array(rows.length),
    baseDigest: '',
    adapterDigest: '',
  });
}

async function preconditionerOf(
  rows: readonly (readonly [number[], number[]])[],
  precondition: Precondition = 'inverse',
): Promise<Preconditioner> {
  return createPreconditioner(await buildPreconditioner(indexOf(rows, precondition)));
}

describe('createPreconditioner', () => {
  it('solves (H + 0.01·tr(H)·I) x = v over the dequantised rows, block by block', async () => {
    // Dequantised: block a (6, -2) and (0, 4); block b 10 and -0.5. H_a = ½[[36,-12],[-12,20]], H_b = ½(100 + ¼).
    const precondition = await preconditionerOf([
      [
        [1, 0],
        [3, -1, 10],
      ],
      [
        [2, -2],
        [0, 1, -2],
      ],
    ]);
    const [a, b] = precondition([Float64Array.of(1, 2), Float64Array.of(3)]);
    const damping = 0.01 * (18 + 10);
    const [p, q, r] = [18 + damping, -6, 10 + damping];
    const determinant = p * r - q * q;
    expect(a![0]).toBeCloseTo((r * 1 - q * 2) / determinant, 12);
    expect(a![1]).toBeCloseTo((p * 2 - q * 1) / determinant, 12);
    const moment = (100 + 0.25) / 2;
    expect(b![0]).toBeCloseTo(3 / (moment * 1.01), 12);
  });

  it('does not invert more than the damping allows where rows agree in one direction', async () => {
    // H = diag(100, 0) is singular: damping alone makes 0.01·100 of the second coordinate.
    const [a] = (
      await preconditionerOf([
        [
          [0, 0],
          [10, 0, 1],
        ],
      ])
    )([Float64Array.of(1, 1), Float64Array.of(1)]);
    expect(a![0]).toBeCloseTo(1 / 101, 12);
    expect(a![1]).toBeCloseTo(1, 12);
  });

  it('maps a block without any gradient to zero, and the others as ever', async () => {
    const zero = await preconditionerOf([
      [
        [5, 0],
        [0, 0, 2],
      ],
      [
        [7, 0],
        [0, 0, 2],
      ],
    ]);
    const [a, b] = zero([Float64Array.of(9, 9), Float64Array.of(4.04)]);
    expect([...a!]).toEqual([0, 0]);
    expect(b![0]).toBeCloseTo(1, 12);
  });

  it('maps everything to zero for an index without rows', async () => {
    const blocks = (await preconditionerOf([]))([Float64Array.of(1, 2), Float64Array.of(3)]);
    expect(blocks.map((block) => [...block])).toEqual([[0, 0], [0]]);
  });

  it('stands the widest exponents', async () => {
    const precondition = await preconditionerOf([
      [
        [127, -128],
        [127, 1, 1],
      ],
      [
        [127, -128],
        [-127, 127, 0],
      ],
    ]);
    for (const block of precondition([Float64Array.of(1, 1), Float64Array.of(1)])) {
      expect(block.every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
    }
  });

  it('does as DataInf does, row by row, where that is asked for', async () => {
    const rows = [
      [
        [1, 0],
        [3, -1, 10],
      ],
      [
        [2, -2],
        [0, 1, -2],
      ],
    ] as [number[], number[]][];
    const query = [1, 2];
    const gradients = [
      [6, -2],
      [0, 4],
    ] as const;
    const norms = gradients.map(([x, y]) => x * x + y * y);
    const damping = (0.1 * (norms[0]! + norms[1]!)) / (2 * 2);
    const expected = [0, 1].map(
      (i) =>
        gradients.reduce((sum, gradient, n) => {
          const along = (query[0]! * gradient[0] + query[1]! * gradient[1]) / (damping + norms[n]!);
          return sum + query[i]! - along * gradient[i]!;
        }, 0) /
        (2 * damping),
    );
    const [a] = (await preconditionerOf(rows, 'datainf'))([Float64Array.from(query), Float64Array.of(3)]);
    expect(a![0]).toBeCloseTo(expected[0]!, 12);
    expect(a![1]).toBeCloseTo(expected[1]!, 12);
  });

  it('leaves a query as it is where nothing is asked for', async () => {
    const precondition = await preconditionerOf(
      [
        [
          [0, 0],
          [1, 2, 3],
        ],
      ],
      'none',
    );
    expect(precondition([Float64Array.of(1, 2), Float64Array.of(3)])).toEqual([
      Float64Array.of(1, 2),
      Float64Array.of(3),
    ]);
  });

  it('takes every row, also where they do not come in fours', async () => {
    for (const count of [3, 4, 5, 9]) {
      const rows = Array.from(
        { length: count },
        (_, i) =>
          [
            [0, 0],
            [i + 1, -i, 2],
          ] as [number[], number[]],
      );
      const [, b] = (await preconditionerOf(rows))([Float64Array.of(1, 1), Float64Array.of(1)]);
      expect(b![0]).toBeCloseTo(1 / (4 * 1.01), 12);
      const moment = rows.reduce((sum, [, values]) => sum + values[0]! ** 2 / count, 0);
      const other = rows.reduce((sum, [, values]) => sum + values[1]! ** 2 / count, 0);
      const cross = rows.reduce((sum, [, values]) => sum + (values[0]! * values[1]!) / count, 0);
      const damping = 0.01 * (moment + other);
      const determinant = (moment + damping) * (other + damping) - cross * cross;
      const [a] = (await preconditionerOf(rows))([Float64Array.of(1, 1), Float64Array.of(1)]);
      expect(a![0]).toBeCloseTo((other + damping - cross) / determinant, 9);
    }
  });
});
