import { createBackend, createReferenceBackend, type RowMatrix } from '@tributary/attribution-engine';

const ROUNDS = 7;
const SHAPES = [
  { count: 20_000, blocks: 4, blockDimension: 256 },
  { count: 320, blocks: 16, blockDimension: 256 },
];

/** Rows scored a second on one thread, against the plain TypeScript twin in the same run; medians. */
export default async function* scoring(): AsyncGenerator<object> {
  for (const { count, blocks, blockDimension } of SHAPES) {
    const dimensions = Array.from({ length: blocks }, () => blockDimension);
    const width = blocks * blockDimension;
    const rows: RowMatrix = {
      values: Int8Array.from({ length: count * width }, (_, i) => (i * 37) % 127),
      count,
      dimensions,
    };
    const query = { values: Int8Array.from({ length: width }, (_, i) => (i * 11) % 127) };
    yield {
      case: `${count} rows × ${width} in ${blocks} blocks, one query, wasm`,
      unit: 'rows/s',
      ours: await measure(createBackend('wasm'), rows, query),
      peer: await measure(createReferenceBackend(), rows, query),
      peerName: 'plain TypeScript',
    };
  }
}

async function measure(
  backend: ReturnType<typeof createBackend>,
  rows: RowMatrix,
  query: { values: Int8Array },
): Promise<number> {
  const loaded = await backend.load(rows);
  const elapsedMs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const startedAt = performance.now();
    await loaded.dot([query]);
    if (round > 0) elapsedMs.push(performance.now() - startedAt);
  }
  loaded.dispose();
  elapsedMs.sort((a, b) => a - b);
  return Math.round((rows.count * 1000) / elapsedMs[ROUNDS >> 1]!);
}
