import { allocateRows, indexWidth, type IndexReader, type IndexRows } from './attributionIndex.js';

/** A run of rows, valid until the slice after the next is asked for. */
export interface IndexSlice extends IndexRows {
  /** Its first row. */
  at: number;
  count: number;
}

/** Enough for a disk to be read in long strides. */
const DEFAULT_SLICE_BYTES = 16 << 20;

/**
 * Goes through all rows of an index once. Two slices are held: while one is worked on, the next is read.
 *
 * @param rowsASlice rows of one slice; by default 16 MiB of them
 */
export async function* indexSlices(index: IndexReader, rowsASlice?: number): AsyncGenerator<IndexSlice> {
  const rowCount = index.contributions.length;
  const width = indexWidth(index);
  const capacity = Math.max(1, Math.min(rowCount, rowsASlice ?? Math.floor(DEFAULT_SLICE_BYTES / Math.max(1, width))));
  const buffers = [allocateRows(index, capacity), allocateRows(index, rowCount > capacity ? capacity : 0)] as const;
  const read = async (at: number): Promise<IndexSlice | undefined> => {
    const count = Math.min(capacity, rowCount - at);
    if (count <= 0) return undefined;
    const buffer = buffers[(at / capacity) % 2]!;
    const rows = {
      values: buffer.values.subarray(0, count * width),
      exponents: buffer.exponents.subarray(0, count * index.blocks.length),
    };
    await index.read(at, rows);
    return { ...rows, at, count };
  };
  let next = read(0);
  for (;;) {
    const slice = await next;
    if (!slice) return;
    next = read(slice.at + slice.count);
    // If the consumer stops here, nobody will await it.
    next.catch(() => undefined);
    yield slice;
  }
}
