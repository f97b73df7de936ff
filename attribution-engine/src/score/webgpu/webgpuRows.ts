import type { UncheckedRows } from '../checkedRows.js';
import { DeviceMemoryError } from '../gpu/errors.js';
import { VECTOR_BYTES, type PaddedLayout } from '../gpu/paddedLayout.js';
import type { QueryValues } from '../scoringBackend.js';
import { BUFFER_USAGE } from './bufferUsage.js';
import { QUERIES_AT_ONCE, type DotPipelines } from './dotPipelines.js';
import { createReadback } from './readback.js';
import { createRowBuffers } from './rowBuffers.js';

/** Rows and items of a workgroup; see kernels/dotInt8.wgsl. */
export const TILE_ROWS = 4;
const ITEMS_PER_WORKGROUP = 32;
const MAX_WORKGROUPS = 65_535;
/** Dot products brought back at a time; more where four rows need more. */
const OUTPUT_BYTES = 32 * 1024 * 1024;

export interface WebgpuRowsOptions {
  device: GPUDevice;
  pipelines: DotPipelines;
  layout: PaddedLayout;
  capacity: number;
  /** Most bytes of one row buffer. */
  bufferBytes: number;
  onDeviceMs?: (elapsedMs: number) => void;
}

/**
 * Rows in as many buffers as their bytes need, each of whole rows. Results come back in parts through two read-backs in
 * turn, so that the device computes one part while the part before is copied out.
 *
 * @throws {DeviceMemoryError} where the device has no room
 */
export async function createWebgpuRows(options: WebgpuRowsOptions): Promise<UncheckedRows> {
  const { device, pipelines, layout, capacity } = options;
  const blocks = layout.blocks.length;
  const queryBytes = layout.paddedWidth;
  const { STORAGE, UNIFORM, COPY_DST } = BUFFER_USAGE;
  /** Rows of one dispatch. */
  const rowsAtOnce = (queries: number): number => {
    const tiles = Math.floor(OUTPUT_BYTES / (queries * Math.max(1, blocks) * TILE_ROWS * 4));
    return Math.min(Math.max(1, tiles) * TILE_ROWS, Math.max(1, capacity));
  };
  const outputBytes = (queries: number): number => Math.max(16, rowsAtOnce(queries) * queries * blocks * 4);
  const parts = Uint32Array.from(
    layout.blocks.flatMap(({ offset, length }) => [offset, length]),
    (bytes) => bytes / VECTOR_BYTES,
  );

  device.pushErrorScope('out-of-memory');
  const rows = createRowBuffers(device, layout, capacity, options.bufferBytes);
  const partsBuffer = device.createBuffer({ size: Math.max(8, parts.byteLength), usage: STORAGE | COPY_DST });
  const queriesBuffer = device.createBuffer({
    size: Math.max(16, QUERIES_AT_ONCE * queryBytes),
    usage: STORAGE | COPY_DST,
  });
  const shapeBuffer = device.createBuffer({ size: 16, usage: UNIFORM | COPY_DST });
  const largestOutput = Math.max(outputBytes(1), outputBytes(QUERIES_AT_ONCE));
  const readbacks = [createReadback(device, largestOutput), createReadback(device, largestOutput)] as const;
  const dispose = (): void => {
    rows.dispose();
    for (const buffer of [partsBuffer, queriesBuffer, shapeBuffer]) buffer.destroy();
    for (const readback of readbacks) readback.dispose();
  };
  const refused = await device.popErrorScope();
  if (refused) {
    dispose();
    throw new DeviceMemoryError({ name: 'webgpu', byteCount: capacity * queryBytes, reason: refused.message });
  }
  device.queue.writeBuffer(partsBuffer, 0, parts);

  /** Queues the dot products of `count` rows of a buffer from `first` on, and the copy of the `wanted` first queries'. */
  function submit(
    readback: (typeof readbacks)[number],
    buffer: GPUBuffer,
    first: number,
    count: number,
    queries: number,
    wanted: number,
  ): void {
    device.queue.writeBuffer(shapeBuffer, 0, Uint32Array.of(first, count, blocks, queryBytes / VECTOR_BYTES));
    const pipeline = queries === 1 ? pipelines.one : pipelines.several;
    const bound = [buffer, queriesBuffer, partsBuffer, readback.output, shapeBuffer];
    const bindGroup = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: bound.map((resource, binding) => ({ binding, resource: { buffer: resource } })),
    });
    const workgroups = Math.ceil((Math.ceil(count / TILE_ROWS) * blocks) / ITEMS_PER_WORKGROUP);
    const down = Math.ceil(workgroups / MAX_WORKGROUPS);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass(readback.passDescriptor);
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(Math.ceil(workgroups / down), down);
    pass.end();
    readback.encode(encoder, wanted * count * blocks * 4);
    device.queue.submit([encoder.finish()]);
  }

  /** Of up to {@link QUERIES_AT_ONCE} queries, written into `results`. Returns the milliseconds the device took. */
  async function dotAtOnce(
    queries: readonly QueryValues[],
    count: number,
    results: readonly Int32Array[],
  ): Promise<number> {
    const width = queries.length === 1 ? 1 : QUERIES_AT_ONCE;
    const padded = new Int8Array(width * queryBytes);
    queries.forEach(({ values }, query) => padded.set(layout.pad(values), query * queryBytes));
    device.queue.writeBuffer(queriesBuffer, 0, padded);
    let elapsedMs = 0;
    let turn = 0;
    let before: Promise<void> = Promise.resolve();
    for (const { buffer, first: bufferFirst, count: held } of rows.buffers) {
      const end = Math.min(count, bufferFirst + held);
      for (let row = bufferFirst; row < end; row += rowsAtOnce(width)) {
        const part = Math.min(rowsAtOnce(width), end - row);
        const readback = readbacks[turn ? 1 : 0];
        submit(readback, buffer, row - bufferFirst, part, width, queries.length);
        const done = readback.read(queries.length * part * blocks * 4, (dots, passMs) => {
          elapsedMs += passMs;
          results.forEach((result, query) => {
            result.set(dots.subarray(query * part * blocks, (query + 1) * part * blocks), row * blocks);
          });
        });
        // Awaited in the next turn; should this turn's await throw, it is not left unhandled.
        done.catch(() => undefined);
        await before;
        before = done;
        turn = 1 - turn;
      }
    }
    await before;
    return elapsedMs;
  }

  return {
    write: (at, values) => rows.write(at, values),
    async dot(queries, count) {
      const results = queries.map(() => new Int32Array(count * blocks));
      let elapsedMs = 0;
      for (let first = 0; first < queries.length; first += QUERIES_AT_ONCE) {
        const end = first + QUERIES_AT_ONCE;
        elapsedMs += await dotAtOnce(queries.slice(first, end), count, results.slice(first, end));
      }
      options.onDeviceMs?.(elapsedMs);
      return results;
    },
    dispose,
  };
}
