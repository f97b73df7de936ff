import { afterEach, expect, it, vi } from 'vitest';
import { RowCapacityError } from '../errors.js';
import { DeviceMemoryError } from '../gpu/errors.js';
import { startNodeThread } from './startNodeThread.js';
import { createWasmBackend } from './wasmBackend.js';

afterEach(() => vi.restoreAllMocks());

it('says what it runs on, for evidence', () => {
  const devices = [{}, { portable: true }, { threads: 2, startThread: startNodeThread }, { threads: 8 }].map(
    (options) => createWasmBackend(options).device,
  );
  expect(devices).toEqual([
    'WebAssembly relaxed SIMD, 1 thread',
    'WebAssembly SIMD, 1 thread',
    'WebAssembly relaxed SIMD, 2 threads',
    // Nobody told how a thread is started.
    'WebAssembly relaxed SIMD, 1 thread',
  ]);
});

it('refuses rows that leave no room for a query as wide as they are', async () => {
  const dimensions = Array.from({ length: 10_000 }, () => 133_144);
  await expect(createWasmBackend().allocate(dimensions, 2)).rejects.toThrow(RowCapacityError);
});

it('says when the machine has no memory left', async () => {
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function () {
    throw new RangeError('could not allocate memory');
  });
  await expect(createWasmBackend().allocate([4], 1000)).rejects.toThrow(DeviceMemoryError);
});

it('lets other work go on while its one thread scores', async () => {
  const backend = createWasmBackend();
  const rows = await backend.allocate([1024], 100_000);
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  const queries = Array.from({ length: 8 }, () => ({ values: new Int8Array(1024).fill(1) }));
  const scoring = rows.dot(queries).then(() => (isDone = true));
  setImmediate(turn);
  await scoring;
  expect(turns).toBeGreaterThan(3);
  await backend.dispose();
});
