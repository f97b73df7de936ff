import { createSeededRandom } from '@tributary/protocol';
import { describe, expect, test } from 'vitest';
import { roundToBfloat16 } from '../safetensors/roundToBfloat16.js';
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

test('weights stored as bfloat16 give the very bits that the same weights give widened', () => {
  const { arena, matrix } = createArena();
  const [rows, columns, depth] = [7, 12, 20];
  const [a, c, expected] = [matrix(rows, 20), matrix(rows, 20), matrix(rows, 20)];
  const random = createSeededRandom('weights');
  const bits = roundToBfloat16(Float32Array.from({ length: 240 }, () => random.nextGaussian()));
  const narrow = arena.allocateWeights(bits);
  const wide = arena.allocateFloats(bits);
  for (const [from, to] of [
    [{ ...narrow, stride: depth }, c],
    [{ at: wide, stride: depth }, expected],
  ] as const)
    arena.multiplyByTransposed(a, from, to, rows, columns, depth);
  const read = (view: { at: number }) => arena.floats.slice(view.at, view.at + rows * 20);
  for (let row = 0; row < rows; row++)
    expect(read(c).slice(row * 20, row * 20 + columns)).toEqual(read(expected).slice(row * 20, row * 20 + columns));
  arena.multiply(a, { ...narrow, stride: 20 }, c, rows, 20, columns);
  arena.multiply(a, { at: wide, stride: 20 }, expected, rows, 20, columns);
  expect(read(c)).toEqual(read(expected));
  const copied = arena.allocate(depth);
  arena.copyRow(narrow, 3, depth, copied);
  expect(arena.floats.slice(copied, copied + depth)).toEqual(arena.floats.slice(wide + 60, wide + 80));
});

test('a softmax gives each row its visible part and zeros, whatever its size', () => {
  const { arena, matrix } = createArena();
  const [rows, stride] = [13, 16];
  const logits = matrix(rows, stride);
  for (let i = 0; i < rows * stride; i++) arena.floats[logits.at + i]! *= 9;
  const before = arena.floats.slice(logits.at, logits.at + rows * stride);
  const sums = arena.allocate(rows * 2);
  arena.kernels.softmax(logits.at * 4, rows, stride * 4, 2, 1, sums * 4);
  for (let row = 0; row < rows; row++) {
    const visible = [...before.slice(row * stride, row * stride + row + 2)];
    const largest = Math.max(...visible);
    const sum = visible.reduce((total, value) => total + Math.exp(value - largest), 0);
    expect(arena.floats[sums + row * 2]).toBe(largest);
    expect(arena.floats[sums + row * 2 + 1]! / sum).toBeCloseTo(1, 6);
    for (let i = 0; i < stride; i++) {
      const weight = arena.floats[logits.at + row * stride + i]!;
      if (i >= visible.length) expect(weight).toBe(0);
      else expect(Math.abs(weight - Math.exp(visible[i]! - largest) / sum)).toBeLessThan(2 ** -22);
    }
  }
});

test('the exponential in it is within 2 units in the last place, and clamped', () => {
  const arena = new WasmArena();
  const inputs = Float32Array.from({ length: 4000 }, (_, i) => -85 + (i * 170) / 4000);
  const [gate, one, sigmoid, output] = [
    arena.allocateCopy(inputs),
    arena.allocateCopy(new Float32Array(4000).fill(1)),
    arena.allocate(4000),
    arena.allocate(4000),
  ] as const;
  arena.kernels.gatedActivation(gate * 4, one * 4, sigmoid * 4, output * 4, 4000);
  inputs.forEach((input, i) => {
    const expected = 1 / (1 + Math.exp(-input));
    expect(Math.abs(arena.floats[sigmoid + i]! / expected - 1)).toBeLessThan(2 ** -21);
    expect(Math.abs(arena.floats[output + i]! - input * expected)).toBeLessThan(2 ** -20 * (1 + Math.abs(input)));
  });
  arena.floats.set([-1e9, 1e9, 0, -Infinity], gate);
  arena.kernels.gatedActivation(gate * 4, one * 4, sigmoid * 4, output * 4, 4);
  const [low, high, half, lowest] = arena.floats.slice(sigmoid, sigmoid + 4);
  expect([low! < 1e-37, high, half, lowest]).toEqual([true, 1, 0.5, low]);
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
