import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  blockDimensions,
  createAttributor,
  indexWidth,
  openBackend,
  openIndexFile,
  type DeviceRows,
} from '@tributary/attribution-engine';
import { HEADER, writeIndex } from './memory/writeIndex.ts';
import { streamRows } from './memory/streamRows.ts';
import { interleave } from './scoring/interleave.ts';

const ROWS = Number(process.env['MEMORY_BENCH_ROWS'] ?? 10_000_000);
const WIDTH = indexWidth(HEADER);
const DIMENSIONS = blockDimensions(HEADER);
const BAR_MIB = 1024;
const SLICE_ROWS = 2 ** 15;
const ROW_MEMORY_BYTES = 2 ** 27;
const ROUNDS = 3;
/** The file, and room for others to go on. */
const NEEDED_BYTES = ROWS * (WIDTH + 16) * 1.35;

/**
 * An index that is larger than the memory it may take: streamed from disk through the wasm backend, and then asked the
 * whole question, who shaped an answer. What counts is the peak of the resident memory of this process.
 */
export default async function* memory(): AsyncGenerator<object> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-memory-'));
  try {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < NEEDED_BYTES) {
      const free = `${toGb(bavail * bsize)} GB free in ${tmpdir()}, ${toGb(NEEDED_BYTES)} GB needed`;
      console.warn(`SKIPPED: memory: ${free}; set MEMORY_BENCH_ROWS or TMPDIR.`);
      return yield { case: `skipped: ${free}`, unit: 'MiB', ours: 0 };
    }
    const path = join(folder, 'index.safetensors');
    const rowsAt = await writeIndex(path, ROWS);
    yield* stream(path, rowsAt);
    for (const rule of ['gradient/1', 'gradient/2']) yield* attribute(path, rule);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* stream(path: string, rowsAt: number): AsyncGenerator<object> {
  const backend = await openBackend('wasm');
  const file = await open(path);
  const rows = await backend.allocate(DIMENSIONS, SLICE_ROWS);
  const query = drawQuery();
  const scores = new Float64Array(ROWS);
  const shape = `${ROWS.toLocaleString('en-US')} rows × ${WIDTH.toLocaleString('en-US')} (${toGb(ROWS * WIDTH)} GB)`;
  const slices = (): ReturnType<typeof streamRows> => streamRows(file, rowsAt, ROWS, WIDTH, SLICE_ROWS);
  const elapsedMs = await interleave(
    {
      read: async () => {
        for await (const { values } of slices()) if (values.length === 0) throw new RangeError('an empty slice');
      },
      score: async () => {
        for await (const { at, values } of slices()) await scoreSlice(rows, query, at, values, scores);
      },
    },
    ROUNDS,
    1,
  );
  await file.close();
  await backend.dispose();
  const rate = (ms: number): number => (ROWS * WIDTH) / ms / 1e6;
  yield {
    case: `${shape} from disk through ${backend.device}`,
    unit: 'GB/s',
    ours: rate(elapsedMs.score),
    peer: rate(elapsedMs.read),
    peerName: 'plain read of the file',
  };
  yield { case: `${shape} scored: peak RSS`, unit: 'MiB', ours: peakMib(), peer: BAR_MIB, peerName: 'bar: at most' };
}

/** Scores a slice; its first row is recomputed by hand, a stream that is off by a row would be fast too. */
async function scoreSlice(
  rows: DeviceRows,
  query: Int8Array,
  at: number,
  values: Int8Array,
  scores: Float64Array,
): Promise<void> {
  await rows.write(0, values);
  const count = values.length / WIDTH;
  const blocks = DIMENSIONS.length;
  const [dots] = await rows.dot([{ values: query }], count);
  for (let row = 0; row < count; row++) {
    let sum = 0;
    for (let block = 0; block < blocks; block++) sum += dots![row * blocks + block]!;
    scores[at + row] = sum;
  }
  let expected = 0;
  for (let i = 0; i < WIDTH; i++) expected += values[i]! * query[i]!;
  if (scores[at] !== expected) throw new Error(`row ${at} scored ${scores[at]}, not ${expected}`);
}

/** A whole rule over the same file: clips, scores, weights and shares. */
async function* attribute(path: string, method: string): AsyncGenerator<object> {
  const backend = await openBackend('wasm');
  const file = await openIndexFile(path);
  const index = method === 'gradient/1' ? file : { ...file, method, families: new Uint32Array(ROWS) };
  const attributor = await createAttributor(index, backend, { memoryBytes: ROW_MEMORY_BYTES });
  const startedAt = performance.now();
  const [result] = await attributor.attribute([{ exponents: Int8Array.of(0, -1, -2, 1), values: drawQuery() }]);
  const elapsedMs = performance.now() - startedAt;
  if (result!.shares.length === 0 && !result!.unattributed) throw new Error('nobody was found, and no reason');
  attributor.dispose();
  await file.close();
  await backend.dispose();
  const name = `${ROWS.toLocaleString('en-US')} rows, one answer attributed from the file by ${method}`;
  yield { case: name, unit: 'GB/s', ours: (ROWS * WIDTH) / elapsedMs / 1e6 };
  yield { case: `${name}: peak RSS`, unit: 'MiB', ours: peakMib(), peer: BAR_MIB, peerName: 'bar: at most' };
}

function drawQuery(): Int8Array {
  return Int8Array.from({ length: WIDTH }, (_, i) => ((i * 91) % 255) - 127);
}

/** Of this process, since it began. */
function peakMib(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

function toGb(byteCount: number): string {
  return (byteCount / 1e9).toFixed(2);
}
