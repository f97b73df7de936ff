import type { UncheckedRows } from '../checkedRows.js';
import { RowCapacityError } from '../errors.js';
import { DeviceMemoryError } from '../gpu/errors.js';
import type { QueryValues } from '../scoringBackend.js';
import { layOutMemory } from './memoryLayout.js';
import { buildJob, scoreChunks, type ScoreJob } from './scoreChunks.js';
import type { ScoringThreads } from './scoringThreads.js';
import { instantiateKernel, type WasmKernels } from './wasmKernel.js';

export const MAX_MEMORY_BYTES = 2 ** 32;
const PAGE_BYTES = 2 ** 16;
/** Fewer rows than this have a memory of their own. */
const SHARED_ROW_BYTES = 2 ** 20;
/** Less is scored before other threads would have heard of it. */
const SHARED_JOB_BYTES = 2 ** 22;
/** What one thread scores before it lets the event loop go on: some milliseconds. */
const BREATH_BYTES = 2 ** 27;

/** Rows in one WebAssembly memory, shared with the threads where there are some and the rows are worth it. */
export function createWasmRows(
  kernels: WasmKernels,
  threads: ScoringThreads | null,
  dimensions: readonly number[],
  capacity: number,
  width: number,
): UncheckedRows {
  const layout = layOutMemory(dimensions, capacity, width);
  const { blocks, queriesAt, queryBytes, maxQueries, outAt, maxOutputs, rowsAt } = layout;
  if (layout.byteCount > MAX_MEMORY_BYTES) {
    throw new RowCapacityError({ capacity, rowBytes: width, maxRowBytes: MAX_MEMORY_BYTES - rowsAt });
  }
  const isShared = threads !== null && capacity * width >= SHARED_ROW_BYTES;
  const module = isShared ? kernels.shared : kernels.own;
  let memory: WebAssembly.Memory | null = createMemory(layout.byteCount, isShared);
  const kernel = instantiateKernel(module, memory);
  const counter = new Int32Array(memory.buffer, 0, 1);
  new Int32Array(memory.buffer, layout.dimensionsAt, blocks).set(dimensions);
  let attached: number | undefined;

  const scoreHere = async (round: Omit<ScoreJob, 'chunkRows'>): Promise<void> => {
    const job = buildJob(layout, 1, round);
    const chunks = Math.ceil(job.count / job.chunkRows);
    const breath = Math.max(1, Math.floor(BREATH_BYTES / (job.chunkRows * width * job.queryCount)));
    for (let next = 0; next < chunks;) {
      if (next > 0) await breathe();
      const end = next + breath;
      scoreChunks(kernel, layout, job, () => (next < end ? next++ : chunks));
    }
  };

  const score = async (held: WebAssembly.Memory, round: Omit<ScoreJob, 'chunkRows'>): Promise<void> => {
    if (!isShared || round.count * width * round.queryCount < SHARED_JOB_BYTES) return scoreHere(round);
    attached ??= threads.attach(module, held, layout);
    Atomics.store(counter, 0, 0);
    await threads.score(attached, buildJob(layout, threads.count, round));
  };

  return {
    write: (at, values) => new Int8Array(memory!.buffer, rowsAt + at * width, values.length).set(values),
    async dot(queries, count) {
      const held = memory!;
      const results = queries.map(() => new Int32Array(count * blocks));
      const group = Math.min(maxQueries, Math.floor(maxOutputs / blocks));
      for (let first = 0; first < queries.length; first += group) {
        const asked: readonly QueryValues[] = queries.slice(first, first + group);
        asked.forEach(({ values }, i) =>
          kernels.writeQuery(held.buffer, queriesAt + i * queryBytes, values, dimensions),
        );
        const rows = Math.floor(maxOutputs / (blocks * asked.length));
        for (let from = 0; from < count; from += rows) {
          const round = { from, count: Math.min(rows, count - from), queryCount: asked.length };
          await score(held, round);
          const length = round.count * blocks;
          asked.forEach((_, i) =>
            results[first + i]!.set(new Int32Array(held.buffer, outAt + i * length * 4, length), from * blocks),
          );
        }
      }
      return results;
    },
    dispose() {
      if (attached !== undefined) threads?.detach(attached);
      memory = null;
    },
  };
}

function createMemory(byteCount: number, isShared: boolean): WebAssembly.Memory {
  const pages = Math.ceil(byteCount / PAGE_BYTES);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: isShared });
  } catch (error) {
    throw new DeviceMemoryError({ name: 'wasm', byteCount, reason: (error as Error).message });
  }
}

/** Lets the event loop go round once; a timer would wait a millisecond. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
