import { expect, it } from 'vitest';
import { layOutMemory } from './memoryLayout.js';
import { createWasmBackend } from './wasmBackend.js';

const PAGE_BYTES = 65_536;

it('leaves room for what the kernel reads behind rows that end with a page', async () => {
  const capacity = Array.from({ length: 200_000 }, (_, rows) => rows + 1).find((rows) => {
    const { rowsAt, width } = layOutMemory([17], rows, 17);
    return (rowsAt + rows * width) % PAGE_BYTES === 0;
  })!;
  for (const portable of [false, true]) {
    const backend = createWasmBackend({ portable });
    const rows = await backend.allocate([17], capacity);
    await rows.write(capacity - 1, new Int8Array(17).fill(1));
    const [dots, again] = await rows.dot([
      { values: new Int8Array(17).fill(2) },
      { values: new Int8Array(17).fill(3) },
    ]);
    expect([dots!.at(-1), again!.at(-1)]).toEqual([34, 51]);
    await backend.dispose();
  }
});

it('keeps its regions apart, each from a cache line on', () => {
  for (const [dimensions, capacity] of [
    [[1], 1],
    [[1, 2, 3], 1_000_000],
    [Array.from({ length: 300 }, () => 7), 5000],
    [[133_144], 3],
  ] as const) {
    const width = dimensions.reduce((a, b) => a + b, 0);
    const layout = layOutMemory(dimensions, capacity, width);
    const regions = [
      [0, 4],
      [layout.dimensionsAt, dimensions.length * 4],
      [layout.queriesAt, layout.queryBytes * layout.maxQueries],
      [layout.outAt, layout.maxOutputs * 4],
      [layout.rowsAt, capacity * width],
      [layout.byteCount, 0],
    ] as const;
    regions.slice(1).forEach(([at], i) => {
      expect(at).toBeGreaterThanOrEqual(regions[i]![0] + regions[i]![1]);
      if (at !== layout.byteCount) expect(at % 64).toBe(0);
    });
    expect(layout.maxOutputs).toBeGreaterThanOrEqual(dimensions.length);
  }
});
