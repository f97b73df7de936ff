/**
 * Where what lies in the memory of one allocation, in bytes: a counter that threads take chunks of rows from, the block
 * dimensions, a group of queries, the outputs of a round, the rows, and 64 bytes that the kernel may read behind them.
 */
export interface MemoryLayout {
  readonly width: number;
  readonly blocks: number;
  readonly dimensionsAt: number;
  readonly queriesAt: number;
  /** Of one query, as the kernels want it: 32 for each step of 16 values or less of a block. */
  readonly queryBytes: number;
  /** Queries that have room at once. */
  readonly maxQueries: number;
  readonly outAt: number;
  /** int32s that have room at once. */
  readonly maxOutputs: number;
  readonly rowsAt: number;
  readonly byteCount: number;
}

export const STEP_VALUES = 16;
const STEP_BYTES = 32;
const CONTROL_BYTES = 64;
/** More queries, or more outputs, are done in rounds: these stay in the second level cache, those are copied in between. */
const MAX_QUERY_BYTES = 2 ** 20;
const MAX_OUTPUTS = 2 ** 22;
const MAX_QUERIES = 1024;
const READ_BEHIND_BYTES = 64;

/** @param capacity rows */
export function layOutMemory(dimensions: readonly number[], capacity: number, width: number): MemoryLayout {
  const blocks = dimensions.length;
  const queryBytes = dimensions.reduce((bytes, d) => bytes + Math.ceil(d / STEP_VALUES) * STEP_BYTES, 0);
  const maxQueries = Math.min(Math.max(1, Math.floor(MAX_QUERY_BYTES / Math.max(1, queryBytes))), MAX_QUERIES);
  const maxOutputs = Math.max(blocks, Math.min(MAX_OUTPUTS, capacity * blocks * maxQueries));
  const dimensionsAt = CONTROL_BYTES;
  const queriesAt = align(dimensionsAt + blocks * 4);
  const outAt = align(queriesAt + queryBytes * maxQueries);
  const rowsAt = align(outAt + maxOutputs * 4);
  const byteCount = rowsAt + capacity * width + READ_BEHIND_BYTES;
  return {
    width,
    blocks,
    dimensionsAt,
    queriesAt,
    queryBytes,
    maxQueries,
    outAt,
    maxOutputs,
    rowsAt,
    byteCount,
  };
}

/** To the next cache line. */
function align(at: number): number {
  return Math.ceil(at / 64) * 64;
}
