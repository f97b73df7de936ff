import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBackend, type DeviceRows, type QueryValues, type ScoringBackend } from '@tributary/attribution-engine';
import { dot as simsimdDot } from 'simsimd';
import { createReaders } from './scoring/createReaders.ts';
import { interleave } from './scoring/interleave.ts';

const ROWS = 200_000;
const WIDTH = 1024;
const DIMENSIONS = [256, 256, 256, 256];
const ROW_BYTES = ROWS * WIDTH;
const ROUNDS = 21;
const FEW_ROUNDS = 5;
const SHAPE = `${ROWS.toLocaleString('en-US')} rows × ${WIDTH.toLocaleString('en-US')}`;

/**
 * The wasm backend, results copied out included, in GB of rows a second (one pass for each query), against a plain read
 * of as many bytes and against simsimd's int8 dot product. Ours and theirs take turns; medians.
 */
export default async function* scoring(): AsyncGenerator<object> {
  const cores = availableParallelism();
  const values = Int8Array.from({ length: ROW_BYTES }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 24) - 128 || 1);
  const queries = Array.from({ length: 64 }, (_, q) => ({
    values: Int8Array.from({ length: WIDTH }, (_, i) => ((i * 91 + q * 37) % 255) - 127),
  }));
  const readers = await createReaders(values, cores);
  const one = await openBackend('wasm', { threads: 1 });
  const all = await openBackend('wasm', { threads: cores });
  const onOne = await fill(one, values);
  const onAll = await fill(all, values);
  yield* oneQuery(onOne, onAll, readers, queries, values, cores);
  yield* manyQueries(onOne, onAll, queries, cores);
  await Promise.all([one.dispose(), all.dispose(), readers.close()]);
  yield* onGpu();
}

async function fill(backend: ScoringBackend, values: Int8Array): Promise<DeviceRows> {
  const rows = await backend.allocate(DIMENSIONS, ROWS);
  await rows.write(0, values);
  return rows;
}

async function* oneQuery(
  onOne: DeviceRows,
  onAll: DeviceRows,
  readers: Awaited<ReturnType<typeof createReaders>>,
  queries: readonly QueryValues[],
  values: Int8Array,
  cores: number,
): AsyncGenerator<object> {
  const query = queries.slice(0, 1);
  // simsimd gets its views of the rows for nothing.
  const views = Array.from({ length: ROWS }, (_, row) => values.subarray(row * WIDTH, (row + 1) * WIDTH));
  const out = new Int32Array(ROWS);
  const elapsedMs = await interleave(
    {
      one: () => onOne.dot(query),
      read: () => readers.readHere(),
      simsimd: () => views.forEach((view, row) => (out[row] = simsimdDot(view, query[0]!.values))),
      all: () => onAll.dot(query),
      readAll: () => readers.readOnThreads(),
    },
    ROUNDS,
  );
  const rate = (name: keyof typeof elapsedMs): number => ROW_BYTES / elapsedMs[name] / 1e6;
  const unit = 'GB/s';
  const threads = `${cores} threads`;
  yield { case: `${SHAPE}, 1 thread`, unit, ours: rate('one'), peer: rate('read'), peerName: 'plain wasm read' };
  yield { case: `${SHAPE}, 1 thread`, unit, ours: rate('one'), peer: rate('simsimd'), peerName: 'simsimd int8' };
  yield { case: `${SHAPE}, ${threads}`, unit, ours: rate('all'), peer: rate('one'), peerName: '1 thread' };
  yield {
    case: `${SHAPE}, ${threads}`,
    unit,
    ours: rate('all'),
    peer: rate('readAll'),
    peerName: `plain wasm read, ${threads}`,
  };
  yield {
    case: `plain wasm read, ${threads}: what this machine's memory gives`,
    unit,
    ours: rate('readAll'),
    peer: rate('read'),
    peerName: 'plain wasm read, 1 thread',
  };
}

async function* manyQueries(
  onOne: DeviceRows,
  onAll: DeviceRows,
  queries: readonly QueryValues[],
  cores: number,
): AsyncGenerator<object> {
  for (const count of [8, 64]) {
    const asked = queries.slice(0, count);
    const elapsedMs = await interleave(
      {
        one: () => onOne.dot(asked),
        each: async () => {
          for (const query of asked) await onOne.dot([query]);
        },
        all: () => onAll.dot(asked),
      },
      FEW_ROUNDS,
      1,
    );
    const rate = (name: keyof typeof elapsedMs): number => (ROW_BYTES * count) / elapsedMs[name] / 1e6;
    const [unit, name] = ['GB/s', `${SHAPE}, ${count} queries`];
    yield { case: `${name}, 1 thread`, unit, ours: rate('one'), peer: rate('each'), peerName: 'one at a time' };
    yield { case: `${name}, ${cores} threads`, unit, ours: rate('all'), peer: rate('one'), peerName: '1 thread' };
  }
}

/** The cases of `device/run.mjs`, in a process of its own: drivers end theirs when they fail. */
async function* onGpu(): AsyncGenerator<object> {
  const best = await openBackend('auto', {
    log: (line) => {
      if (line.startsWith('no ')) console.warn(`SKIPPED: scoring on a GPU: ${line}`);
    },
  });
  await best.dispose();
  if (best.name !== 'cuda' && best.name !== 'webgpu') return;
  const folder = mkdtempSync(join(tmpdir(), 'tributary-scoring-'));
  try {
    const [script, lines] = [fileURLToPath(new URL('./device/run.mjs', import.meta.url)), join(folder, 'lines.jsonl')];
    const { status } = spawnSync(process.execPath, [script, '--json-to', lines], { stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error(`${script} ended with ${status}; what it wrote stands above`);
    for (const line of readFileSync(lines, 'utf8').trim().split('\n')) {
      const { peer, peerName, ...measured } = JSON.parse(line) as { peer: number | null; peerName: string | null };
      yield { ...measured, ...(peer !== null && { peer, peerName }) };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
