import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { BACKEND_CASES, checkBackendCase } from './backendCases.js';
import {
  BlockDimensionError,
  DisposedError,
  QueryValueError,
  QueryWidthError,
  RowCapacityError,
  RowCountError,
  RowRangeError,
} from './errors.js';
import { createReferenceBackend } from './referenceBackend.js';
import { MAX_BLOCK_DIMENSION, type ScoringBackend } from './scoringBackend.js';
import { startNodeThread } from './wasm/startNodeThread.js';
import { createWasmBackend } from './wasm/wasmBackend.js';

describe('the reference', () => {
  it('multiplies block by block, row by row, query by query', async () => {
    const rows = await createReferenceBackend().allocate([2, 1], 3);
    await rows.write(0, Int8Array.of(1, 2, 3, -4, 5, -6));
    await rows.write(2, Int8Array.of(127, -127, 127));
    const queries = [{ values: Int8Array.of(10, 100, 7) }, { values: Int8Array.of(-127, 127, -127) }];
    expect(await rows.dot(queries)).toEqual([
      Int32Array.of(210, 21, 460, -42, -11_430, 889),
      Int32Array.of(127, -381, 1143, 762, -32_258, -16_129),
    ]);
    expect(await rows.dot(queries.slice(0, 1), 1)).toEqual([Int32Array.of(210, 21)]);
  });

  it('holds the largest block there may be', async () => {
    const rows = await createReferenceBackend().allocate([MAX_BLOCK_DIMENSION], 1);
    await rows.write(0, new Int8Array(MAX_BLOCK_DIMENSION).fill(-127));
    const [dots] = await rows.dot([{ values: new Int8Array(MAX_BLOCK_DIMENSION).fill(-127) }]);
    expect(BigInt(dots![0]!)).toBe(127n * 127n * BigInt(MAX_BLOCK_DIMENSION));
  });
});

const BACKENDS: [string, () => ScoringBackend][] = [
  ['reference', createReferenceBackend],
  ['wasm, 1 thread', () => createWasmBackend()],
  ['wasm, 1 thread, without relaxed SIMD', () => createWasmBackend({ portable: true })],
  ['wasm, 2 threads', () => createWasmBackend({ threads: 2, startThread: startNodeThread })],
  [
    'wasm, 3 threads, without relaxed SIMD',
    () => createWasmBackend({ threads: 3, startThread: startNodeThread, portable: true }),
  ],
];

describe.each(BACKENDS)('%s', (_, create) => {
  const backend = create();
  afterAll(() => backend.dispose());

  it.each(BACKEND_CASES)('$name', (backendCase) => checkBackendCase(backend, backendCase));

  it('gives the exact integers for any int8 input', async () => {
    const value = fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(-127, 127, 0) },
      fc.integer({ min: -127, max: 127 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 6 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        fc.infiniteStream(value),
        async (dimensions, count, queryCount, stream) => {
          const width = dimensions.reduce((a, b) => a + b, 0);
          const take = (length: number): Int8Array => Int8Array.from({ length }, () => stream.next().value as number);
          const values = take(count * width);
          const queries = Array.from({ length: queryCount }, () => ({ values: take(width) }));
          const rows = await backend.allocate(dimensions, count);
          await rows.write(0, values);
          const results = await rows.dot(queries);
          rows.dispose();
          queries.forEach((query, number) => {
            let at = 0;
            for (let row = 0; row < count; row++) {
              let q = 0;
              dimensions.forEach((dimension, block) => {
                let exact = 0n;
                for (let i = 0; i < dimension; i++) exact += BigInt(values[at++]!) * BigInt(query.values[q++]!);
                expect(BigInt(results[number]![row * dimensions.length + block]!)).toBe(exact);
              });
            }
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is exact for −128 in rows of a stranger', async () => {
    const rows = await backend.allocate([40], 5);
    await rows.write(0, new Int8Array(200).fill(-128));
    const dots = await rows.dot([{ values: new Int8Array(40).fill(-127) }, { values: new Int8Array(40).fill(127) }]);
    rows.dispose();
    expect(dots).toEqual([new Int32Array(5).fill(40 * 128 * 127), new Int32Array(5).fill(-40 * 128 * 127)]);
  });

  it('has zeros where nothing was written', async () => {
    const rows = await backend.allocate([3], 4);
    await rows.write(1, Int8Array.of(1, 1, 1));
    expect(await rows.dot([{ values: Int8Array.of(1, 2, 3) }])).toEqual([Int32Array.of(0, 6, 0, 0)]);
    rows.dispose();
  });

  it('keeps calls that overlap apart', async () => {
    const rows = await backend.allocate([1024], 7000);
    const other = await backend.allocate([1024], 6000);
    const query = [{ values: new Int8Array(1024).fill(1) }];
    const ones = new Int8Array(1024 * 7000).fill(1);
    const calls = [
      rows.write(0, ones),
      other.write(0, new Int8Array(1024 * 6000).fill(3)),
      rows.dot(query),
      other.dot(query, 5900),
      rows.write(0, new Int8Array(1024 * 7000).fill(2)),
      rows.dot(query),
    ];
    rows.dispose();
    const [, , first, beside, , second] = await Promise.all(calls);
    expect(first).toEqual([new Int32Array(7000).fill(1024)]);
    expect(beside).toEqual([new Int32Array(5900).fill(3072)]);
    expect(second).toEqual([new Int32Array(7000).fill(2048)]);
    other.dispose();
  });

  it('answers no queries with nothing', async () => {
    const rows = await backend.allocate([3], 4);
    expect(await rows.dot([])).toEqual([]);
    rows.dispose();
  });

  it('refuses what cannot be', async () => {
    await expect(backend.allocate([4, 0], 1)).rejects.toThrow(BlockDimensionError);
    await expect(backend.allocate([1.5], 1)).rejects.toThrow(BlockDimensionError);
    await expect(backend.allocate([MAX_BLOCK_DIMENSION + 1], 1)).rejects.toThrow(BlockDimensionError);
    await expect(backend.allocate([4], -1)).rejects.toThrow(RowCapacityError);
    await expect(backend.allocate([4], 0.5)).rejects.toThrow(RowCapacityError);
    await expect(backend.allocate([4], Number.NaN)).rejects.toThrow(RowCapacityError);
    await expect(backend.allocate([1024], backend.maxRowBytes / 1024 + 1)).rejects.toThrow(RowCapacityError);
    const rows = await backend.allocate([4], 10);
    const query = { values: new Int8Array(4) };
    await expect(rows.write(0, new Int8Array(5))).rejects.toThrow(RowRangeError);
    await expect(rows.write(-1, new Int8Array(4))).rejects.toThrow(RowRangeError);
    await expect(rows.write(0.5, new Int8Array(4))).rejects.toThrow(RowRangeError);
    await expect(rows.write(9, new Int8Array(8))).rejects.toThrow(RowRangeError);
    await expect(rows.dot([query, { values: new Int8Array(5) }])).rejects.toThrow(QueryWidthError);
    await expect(rows.dot([{ values: Int8Array.of(0, 0, -128, 0) }])).rejects.toThrow(QueryValueError);
    await expect(rows.dot([query], 11)).rejects.toThrow(RowCountError);
    await expect(rows.dot([query], -1)).rejects.toThrow(RowCountError);
    rows.dispose();
    rows.dispose();
    await expect(rows.write(0, new Int8Array(4))).rejects.toThrow(DisposedError);
    await expect(rows.dot([query])).rejects.toThrow(DisposedError);
  });
});

describe.each(BACKENDS)('%s at its end', (_, create) => {
  it('finishes what was asked, then refuses', async () => {
    const backend = create();
    const rows = await backend.allocate([1024], 8000);
    await rows.write(0, new Int8Array(1024 * 8000).fill(1));
    const query = [{ values: new Int8Array(1024).fill(1) }];
    const asked = rows.dot(query);
    await Promise.all([backend.dispose(), backend.dispose()]);
    expect(await asked).toEqual([new Int32Array(8000).fill(1024)]);
    await expect(rows.dot(query)).rejects.toThrow(DisposedError);
    await expect(backend.allocate([1], 1)).rejects.toThrow(DisposedError);
  });
});

it('reaches the last row of the largest allocation', async () => {
  // Rows that were never written take no memory.
  const backend = createWasmBackend({ threads: 2, startThread: startNodeThread });
  const capacity = Math.floor(backend.maxRowBytes / 1024);
  const rows = await backend.allocate([1024], capacity);
  await rows.write(capacity - 1, new Int8Array(1024).fill(2));
  await rows.write(2 ** 21, new Int8Array(1024).fill(3));
  const [dots] = await rows.dot([{ values: new Int8Array(1024).fill(-5) }]);
  expect(dots!.at(-1)).toBe(-10_240);
  expect(dots![2 ** 21]).toBe(-15_360);
  expect(dots!.reduce((sum, dot) => sum + dot, 0)).toBe(-25_600);
  await backend.dispose();
});
