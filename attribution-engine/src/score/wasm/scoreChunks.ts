import type { MemoryLayout } from './memoryLayout.js';
import type { WasmKernel } from './wasmKernel.js';

/** A round: the queries that lie in memory against `count` rows from row `from` on. */
export interface ScoreJob {
  readonly from: number;
  readonly count: number;
  readonly queryCount: number;
  /** Rows that are taken at a time. */
  readonly chunkRows: number;
}

/** Long enough for four streams of memory, little enough that threads end together. */
const MAX_CHUNK_BYTES = 2 ** 22;
const CHUNKS_A_THREAD = 4;
/** A third of a first level cache: a tile is read from memory by the first query and from there by the others. */
const TILE_BYTES = 2 ** 14;
/** Rows that a kernel takes side by side. */
const RUNS = 4;

/** A round for so many threads. */
export function buildJob(layout: MemoryLayout, threads: number, round: Omit<ScoreJob, 'chunkRows'>): ScoreJob {
  const share = threads === 1 ? round.count : Math.ceil(round.count / (threads * CHUNKS_A_THREAD));
  const most = Math.floor(MAX_CHUNK_BYTES / layout.width);
  return { ...round, chunkRows: Math.max(RUNS, Math.min(share, most)) };
}

/**
 * Scores chunks for as long as `take` gives some. The outputs are int32 [queryCount, count, blocks].
 *
 * @param take the number of the next chunk, in any order
 */
export function scoreChunks(kernel: WasmKernel, layout: MemoryLayout, job: ScoreJob, take: () => number): void {
  const { width, blocks, dimensionsAt } = layout;
  const outputBytes = blocks * 4;
  const tileRows = job.queryCount === 1 ? job.chunkRows : Math.max(1, Math.floor(TILE_BYTES / (RUNS * width)));
  const rowAt = (row: number): number => layout.rowsAt + (job.from + row) * width;
  const queryAt = (query: number): number => layout.queriesAt + query * layout.queryBytes;
  const outAt = (query: number, row: number): number => layout.outAt + (query * job.count + row) * outputBytes;
  for (;;) {
    const start = take() * job.chunkRows;
    if (start >= job.count) return;
    const rows = Math.min(job.chunkRows, job.count - start);
    const runRows = Math.floor(rows / RUNS);
    for (let at = 0; at < runRows; at += tileRows) {
      const [row, count] = [start + at, Math.min(tileRows, runRows - at)];
      for (let query = 0; query < job.queryCount; query++) {
        const [q, out] = [queryAt(query), outAt(query, row)];
        kernel.dotRuns(rowAt(row), q, dimensionsAt, blocks, count, out, runRows * width, runRows * outputBytes);
      }
    }
    const done = runRows * RUNS;
    if (done === rows) continue;
    for (let query = 0; query < job.queryCount; query++) {
      const out = outAt(query, start + done);
      kernel.dotRows(rowAt(start + done), queryAt(query), dimensionsAt, blocks, rows - done, out);
    }
  }
}
