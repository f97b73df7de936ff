import type { FileHandle } from 'node:fs/promises';

/** Rows as they are read from a file, valid until the next are asked for. */
export interface RowSlice {
  readonly at: number;
  readonly values: Int8Array;
}

/** All rows of a file in slices; while one is worked on, the next is read into the other of two buffers. */
export async function* streamRows(
  file: FileHandle,
  rowsAt: number,
  rowCount: number,
  width: number,
  sliceRows: number,
): AsyncGenerator<RowSlice> {
  const buffers = [Buffer.alloc(sliceRows * width), Buffer.alloc(sliceRows * width)];
  const read = async (at: number): Promise<RowSlice | null> => {
    const length = Math.min(sliceRows, rowCount - at) * width;
    if (length <= 0) return null;
    const buffer = buffers[(at / sliceRows) % 2]!;
    const { bytesRead } = await file.read(buffer, 0, length, rowsAt + at * width);
    if (bytesRead !== length) throw new Error(`the file ended after ${bytesRead} of ${length} bytes at row ${at}`);
    return { at, values: new Int8Array(buffer.buffer, buffer.byteOffset, length) };
  };
  let next = read(0);
  for (;;) {
    const slice = await next;
    if (!slice) return;
    next = read(slice.at + sliceRows);
    yield slice;
  }
}
