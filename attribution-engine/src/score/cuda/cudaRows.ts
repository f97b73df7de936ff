import type { UncheckedRows } from '../checkedRows.js';
import { VECTOR_BYTES, type PaddedLayout } from '../gpu/paddedLayout.js';
import type { QueryValues } from '../scoringBackend.js';
import type { CudaDevice, DevicePointer } from './cudaDevice.js';
import { FEW_ITEMS, FEW_THREADS, FEW_TILE_ROWS, MAX_FEW_QUERIES } from './dotFewPtx.js';
import { planFewLaunches, type FewLaunch } from './fewLaunches.js';
import type { DotKernels } from './dotKernels.js';

/** From so many queries on, one pass with tensor cores beats several passes with dp4a. */
const MIN_MANY_QUERIES = 2 * MAX_FEW_QUERIES + 1;
/** Queries of one pass with tensor cores. */
const MAX_MANY_QUERIES = 512;
/** Rounds in which the blocks of `dotFew` are started: the last, not full one is then short. */
const FEW_ROUNDS = 8;
/** Rows that are padded at a time before they are copied to the device. */
const WRITE_BYTES = 64 * 1024 * 1024;

export interface CudaRowsOptions {
  device: CudaDevice;
  kernels: DotKernels;
  layout: PaddedLayout;
  capacity: number;
  /** Most dot products that wait on the device, in bytes. */
  outputBytes: number;
  onDeviceMs?: (elapsedMs: number) => void;
}

/**
 * Rows in one piece of device memory, padded. A pass over them serves 1 … 8 queries with `dotFew`, or hundreds with
 * `dotMany` where the device has int8 tensor cores. Rows are taken so many at a time that the pass's output fits into
 * `outputBytes`; each query's part of it is copied straight to its place in the result.
 *
 * @throws {DeviceMemoryError}
 */
export function createCudaRows(options: CudaRowsOptions): UncheckedRows {
  const { device, kernels, layout, capacity } = options;
  const { width, paddedWidth } = layout;
  const columns = layout.blocks.length;
  const owned = new Set<DevicePointer>();
  const allocate = (byteCount: number): DevicePointer => {
    const pointer = device.allocate(Math.max(VECTOR_BYTES, byteCount));
    owned.add(pointer);
    return pointer;
  };
  const allocateWords = (words: Uint32Array): DevicePointer => {
    const pointer = allocate(words.byteLength);
    if (words.length > 0) device.copyIn(pointer, words);
    return pointer;
  };
  const dispose = (): void => {
    for (const pointer of owned) device.free(pointer);
    owned.clear();
  };
  /** Device memory that is as large as the largest that was asked for. */
  const reusable = (): ((byteCount: number) => DevicePointer) => {
    let held: { pointer: DevicePointer; byteCount: number } | undefined;
    return (byteCount) => {
      if (held && held.byteCount >= byteCount) return held.pointer;
      if (held && owned.delete(held.pointer)) device.free(held.pointer);
      held = undefined;
      held = { pointer: allocate(byteCount), byteCount };
      return held.pointer;
    };
  };

  const rows = allocate(capacity * paddedWidth);
  const queryMemory = reusable();
  const outputMemory = reusable();
  let wholeBlocks: DevicePointer;
  try {
    device.clear(rows, Math.max(VECTOR_BYTES, capacity * paddedWidth));
    wholeBlocks = allocateWords(
      Uint32Array.from(
        layout.blocks.flatMap(({ offset, length }, column) => [offset, length / VECTOR_BYTES, column, 0]),
      ),
    );
  } catch (error) {
    dispose();
    throw error;
  }
  const fewLaunches = new Map<number, { launch: FewLaunch; table: DevicePointer }[]>();
  const getFewLaunches = (queryCount: number): { launch: FewLaunch; table: DevicePointer }[] => {
    const planned =
      fewLaunches.get(queryCount) ??
      planFewLaunches(layout, queryCount).map((launch) => ({ launch, table: allocateWords(launch.parts) }));
    fewLaunches.set(queryCount, planned);
    return planned;
  };

  function launchFew(
    from: DevicePointer,
    count: number,
    queries: DevicePointer,
    queryCount: number,
    dots: DevicePointer,
  ): void {
    const kernel = kernels.few(queryCount);
    for (const { launch, table } of getFewLaunches(queryCount)) {
      const sharedBytes = launch.span * queryCount;
      const partCount = launch.parts.length / 4;
      const items = Math.ceil(count / FEW_TILE_ROWS) * partCount;
      const resident = device.countResidentBlocks(kernel, { threads: FEW_THREADS, sharedBytes });
      const most = Math.max(1, resident) * device.multiprocessorCount * FEW_ROUNDS;
      const blocks = Math.min(Math.ceil(items / FEW_ITEMS), most);
      const sizes = [paddedWidth, count, columns, partCount, items, launch.first, launch.span];
      device.launch(kernel, { blocks, threads: FEW_THREADS, sharedBytes }, [from, queries, table, dots, ...sizes]);
    }
  }

  function launchMany(
    from: DevicePointer,
    count: number,
    queries: DevicePointer,
    queryCount: number,
    dots: DevicePointer,
  ): void {
    const { kernel, tileRows, tileQueries, ...shape } = kernels.many();
    const queryTiles = Math.ceil(queryCount / tileQueries);
    const blocks = Math.ceil(count / tileRows) * queryTiles;
    const sizes = [paddedWidth, count, columns, columns, queryCount, queryTiles];
    const values = [from, queries, wholeBlocks, dots, ...sizes];
    device.launch(kernel, { ...shape, blocks }, values);
  }

  /** One pass over the rows. Returns the milliseconds the kernels took, 0 where nobody asks. */
  function pass(queries: readonly QueryValues[], count: number, results: readonly Int32Array[]): number {
    const many = queries.length > MAX_FEW_QUERIES;
    const padded = new Int8Array(queries.length * paddedWidth);
    queries.forEach(({ values }, query) => padded.set(layout.pad(values), query * paddedWidth));
    const queryPointer = queryMemory(padded.byteLength);
    device.copyIn(queryPointer, padded);
    const bytesOfRow = queries.length * columns * 4;
    const atOnce = Math.min(count, Math.max(1, Math.floor(options.outputBytes / bytesOfRow)));
    const dots = outputMemory(atOnce * bytesOfRow);
    let elapsedMs = 0;
    for (let row = 0; row < count; row += atOnce) {
      const part = Math.min(atOnce, count - row);
      const from = rows + BigInt(row) * BigInt(paddedWidth);
      const launch = (): void => (many ? launchMany : launchFew)(from, part, queryPointer, queries.length, dots);
      if (options.onDeviceMs) elapsedMs += device.measureMs(launch);
      else launch();
      results.forEach((result, query) => {
        const to = result.subarray(row * columns, (row + part) * columns);
        device.copyOut(to, dots + BigInt(query) * BigInt(part * columns * 4));
      });
    }
    return elapsedMs;
  }

  return {
    write(at, values) {
      const count = values.length / width;
      const step = Math.max(1, Math.floor(WRITE_BYTES / paddedWidth));
      for (let row = 0; row < count; row += step) {
        const padded = layout.pad(values.subarray(row * width, Math.min(count, row + step) * width));
        device.copyIn(rows + BigInt(at + row) * BigInt(paddedWidth), padded);
      }
    },
    dot(queries, count) {
      const results = queries.map(() => new Int32Array(count * columns));
      let elapsedMs = 0;
      for (let first = 0; first < queries.length;) {
        const left = queries.length - first;
        const useMany = kernels.tensorKernel && left >= MIN_MANY_QUERIES;
        const end = first + Math.min(left, useMany ? MAX_MANY_QUERIES : MAX_FEW_QUERIES);
        elapsedMs += pass(queries.slice(first, end), count, results.slice(first, end));
        first = end;
      }
      options.onDeviceMs?.(elapsedMs);
      return results;
    },
    dispose,
  };
}
