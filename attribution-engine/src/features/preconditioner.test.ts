import { describe, expect, it } from 'vitest';
import type { AttributionIndex } from '../index/attributionIndex.js';
import { createPreconditioner } from './preconditioner.js';

/** Two blocks, of 2 and 1; rows are given as [exponents, values]. */
function indexOf(rows: readonly (readonly [number[], number[]])[]): AttributionIndex {
  return {
    method: 'gradient/1',
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
  };
}

describe('createPreconditioner', () => {
  it('solves (H + 0.01·tr(H)·I) x = v over the dequantised rows, block by block', () => {
    // Dequantised: block a (6, -2) and (0, 4); block b 10 and -0.5. H_a = ½[[36,-12],[-12,20]], H_b = ½(100 + ¼).
    const precondition = createPreconditioner(
      indexOf([
        [
          [1, 0],
          [3, -1, 10],
        ],
        [
          [2, -2],
          [0, 1, -2],
        ],
      ]),
    );
    const [a, b] = precondition([Float64Array.of(1, 2), Float64Array.of(3)]);
    const damping = 0.01 * (18 + 10);
    const [p, q, r] = [18 + damping, -6, 10 + damping];
    const determinant = p * r - q * q;
    expect(a![0]).toBeCloseTo((r * 1 - q * 2) / determinant, 12);
    expect(a![1]).toBeCloseTo((p * 2 - q * 1) / determinant, 12);
    const moment = (100 + 0.25) / 2;
    expect(b![0]).toBeCloseTo(3 / (moment * 1.01), 12);
  });

  it('does not invert more than the damping allows where rows agree in one direction', () => {
    // H = diag(100, 0) is singular: damping alone makes 0.01·100 of the second coordinate.
    const [a] = createPreconditioner(
      indexOf([
        [
          [0, 0],
          [10, 0, 1],
        ],
      ]),
    )([Float64Array.of(1, 1), Float64Array.of(1)]);
    expect(a![0]).toBeCloseTo(1 / 101, 12);
    expect(a![1]).toBeCloseTo(1, 12);
  });

  it('maps a block without any gradient to zero, and the others as ever', () => {
    const zero = createPreconditioner(
      indexOf([
        [
          [5, 0],
          [0, 0, 2],
        ],
        [
          [7, 0],
          [0, 0, 2],
        ],
      ]),
    );
    const [a, b] = zero([Float64Array.of(9, 9), Float64Array.of(4.04)]);
    expect([...a!]).toEqual([0, 0]);
    expect(b![0]).toBeCloseTo(1, 12);
  });

  it('maps everything to zero for an index without rows', () => {
    const blocks = createPreconditioner(indexOf([]))([Float64Array.of(1, 2), Float64Array.of(3)]);
    expect(blocks.map((block) => [...block])).toEqual([[0, 0], [0]]);
  });

  it('stands the widest exponents', () => {
    const precondition = createPreconditioner(
      indexOf([
        [
          [127, -128],
          [127, 1, 1],
        ],
        [
          [127, -128],
          [-127, 127, 0],
        ],
      ]),
    );
    for (const block of precondition([Float64Array.of(1, 1), Float64Array.of(1)])) {
      expect(block.every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
    }
  });
});
