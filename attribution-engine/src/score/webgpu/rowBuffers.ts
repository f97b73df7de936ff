import type { PaddedLayout } from '../gpu/paddedLayout.js';
import { BUFFER_USAGE } from './bufferUsage.js';

/** Copies of rows that may wait in the driver before the next are handed over. */
const WAITING_BYTES = 64 * 1024 * 1024;

/** Consecutive rows in one buffer, padded. */
export interface RowBuffer {
  readonly buffer: GPUBuffer;
  /** Its first row, and how many it holds. */
  readonly first: number;
  readonly count: number;
}

/** As many buffers of whole rows as the rows need. */
export interface RowBuffers {
  readonly buffers: readonly RowBuffer[];
  /** @param rows whole unpadded rows, for the positions from `at` on */
  write(at: number, rows: Int8Array): Promise<void>;
  dispose(): void;
}

export function createRowBuffers(
  device: GPUDevice,
  layout: PaddedLayout,
  capacity: number,
  bufferBytes: number,
): RowBuffers {
  const { width, paddedWidth } = layout;
  const rowsPerBuffer = Math.floor(bufferBytes / Math.max(1, paddedWidth));
  const buffers: RowBuffer[] = [];
  for (let first = 0; paddedWidth > 0 && first < capacity; first += rowsPerBuffer) {
    const count = Math.min(rowsPerBuffer, capacity - first);
    const usage = BUFFER_USAGE.STORAGE | BUFFER_USAGE.COPY_DST;
    buffers.push({ buffer: device.createBuffer({ size: count * paddedWidth, usage }), first, count });
  }
  const rowsPerWrite = Math.max(1, Math.floor(WAITING_BYTES / Math.max(1, paddedWidth)));
  return {
    buffers,
    async write(at, rows) {
      const writeEnd = at + rows.length / width;
      for (const { buffer, first, count } of buffers) {
        const end = Math.min(writeEnd, first + count);
        for (let row = Math.max(at, first); row < end; row += rowsPerWrite) {
          const stop = Math.min(end, row + rowsPerWrite);
          const padded = layout.pad(rows.subarray((row - at) * width, (stop - at) * width));
          device.queue.writeBuffer(buffer, (row - first) * paddedWidth, padded as Int8Array<ArrayBuffer>);
          await device.queue.onSubmittedWorkDone();
        }
      }
    },
    dispose: () => buffers.forEach(({ buffer }) => buffer.destroy()),
  };
}
