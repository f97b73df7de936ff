import { createSeededRandom } from '@tributary/protocol';
import { describe, expect, test } from 'vitest';
import { WasmArena } from './WasmArena.js';

const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 17];

function createArena() {
  const arena = new WasmArena();
  const random = createSeededRandom('arena');
  const matrix = (rows: number, stride: number) => ({
    at: arena.allocateCopy(Float32Array.from({ length: rows * stride }, () => random.nextGaussian())),
    stride,
  });
  return { arena, matrix };
}

describe('matrix products agree with the definition', () => {
  for (const rows of SIZES) {
    for (const columns of SIZES) {
      test(`${rows} × ${columns}`, () => {
        const { arena, matrix } = createArena();
        const depth = 12;
        const [a, b, c] = [matrix(rows, depth + 1), matrix(columns, depth + 2), matrix(rows, columns + 3)];
        const before = arena.floats.slice(c.at, c.at + rows * c.stride);
        arena.multiplyByTransposed(a, b, c, rows, columns, depth, 0.5, true);
        forEachElement(rows, columns, (i, j) => {
          let sum = 0;
          for (let k = 0; k < depth; k++)
            sum += arena.floats[a.at + i * a.stride + k]! * arena.floats[b.at + j * b.stride + k]!;
          expect(arena.floats[c.at + i * c.stride + j]).toBeCloseTo(before[i * c.stride + j]! + 0.5 * sum, 4);
        });
        forEachElement(rows, 3, (i, j) =>
          expect(arena.floats[c.at + i * c.stride + columns + j]).toBe(before[i * c.stride + columns + j]),
        );

        const wide = 4 * columns;
        for (const isTransposed of [false, true]) {
          const left = isTransposed ? matrix(depth, rows + 1) : matrix(rows, depth + 1);
          const [right, product] = [matrix(depth, wide + 1), matrix(rows, wide + 2)];
          if (isTransposed) arena.multiplyTransposed(left, right, product, rows, wide, depth, 2);
          else arena.multiply(left, right, product, rows, wide, depth, 2);
          forEachElement(rows, wide, (i, j) => {
            let sum = 0;
            for (let k = 0; k < depth; k++) {
              const place = isTransposed ? k * left.stride + i : i * left.stride + k;
              sum += arena.floats[left.at + place]! * arena.floats[right.at + k * right.stride + j]!;
            }
            expect(arena.floats[product.at + i * product.stride + j]).toBeCloseTo(2 * sum, 4);
          });
        }
      });
    }
  }
});

test('exponentials are within 2 units in the last place, and clamped at both ends', () => {
  const arena = new WasmArena();
  const inputs = Float32Array.from({ length: 4001 }, (_, i) => -85 + (i * 170) / 4000);
  const at = arena.allocateCopy(inputs);
  arena.exponentiate(at, inputs.length);
  inputs.forEach((input, i) => expect(Math.abs(arena.floats[at + i]! / Math.exp(input) - 1)).toBeLessThan(2 ** -22));
  const ends = arena.allocateCopy(Float32Array.of(-1e9, 1e9, 0, -Infinity));
  arena.exponentiate(ends, 4);
  const [low, high, one, lowest] = arena.floats.slice(ends, ends + 4);
  expect(low).toBeLessThan(1e-37);
  expect(high).toBeGreaterThan(1e37);
  expect(one).toBe(1);
  expect(lowest).toBe(low);
});

test('growing keeps what was written, and release reuses the room', () => {
  const arena = new WasmArena();
  const first = arena.allocateCopy(Float32Array.of(1, 2, 3));
  const { top } = arena;
  const large = arena.allocate(1_000_000);
  expect(arena.floats.length).toBeGreaterThanOrEqual(large + 1_000_000);
  expect([...arena.floats.slice(first, first + 3)]).toEqual([1, 2, 3]);
  arena.release(top);
  expect(arena.allocate(5)).toBe(large);
  expect(() => arena.allocate(2 ** 30)).toThrow(expect.objectContaining({ name: 'ModelTooLargeError' }));
});

function forEachElement(rows: number, columns: number, check: (row: number, column: number) => void): void {
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) check(row, column);
}
