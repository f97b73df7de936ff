import { BUFFER_USAGE, MAP_MODE_READ } from './bufferUsage.js';

/** Where one dispatch puts its dot products and how they come back to the CPU. */
export interface Readback {
  readonly output: GPUBuffer;
  /** To be put into the compute pass, so that it is timed; empty where the device cannot. */
  readonly passDescriptor: GPUComputePassDescriptor;
  /** Adds the copies to the commands of the dispatch. */
  encode(encoder: GPUCommandEncoder, byteCount: number): void;
  /** Waits for the submitted commands. `take` sees the int32s for as long as it runs, and the pass's milliseconds. */
  read(byteCount: number, take: (dots: Int32Array, passMs: number) => void): Promise<void>;
  dispose(): void;
}

const TIMESTAMPS_BYTES = 16;

/** @param byteCount most bytes of one dispatch's output */
export function createReadback(device: GPUDevice, byteCount: number): Readback {
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ, QUERY_RESOLVE } = BUFFER_USAGE;
  const output = device.createBuffer({ size: byteCount, usage: STORAGE | COPY_SRC });
  // Timestamps come first: they are always there, the dot products fill as much as was asked for.
  const staging = device.createBuffer({ size: TIMESTAMPS_BYTES + byteCount, usage: MAP_READ | COPY_DST });
  const timed = device.features.has('timestamp-query');
  const querySet = timed ? device.createQuerySet({ type: 'timestamp', count: 2 }) : undefined;
  const resolved = device.createBuffer({ size: TIMESTAMPS_BYTES, usage: QUERY_RESOLVE | COPY_SRC });
  return {
    output,
    passDescriptor: querySet
      ? { timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 } }
      : {},
    encode(encoder, byteCount) {
      if (querySet) {
        encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
        encoder.copyBufferToBuffer(resolved, 0, staging, 0, TIMESTAMPS_BYTES);
      }
      encoder.copyBufferToBuffer(output, 0, staging, TIMESTAMPS_BYTES, byteCount);
    },
    async read(byteCount, take) {
      await staging.mapAsync(MAP_MODE_READ, 0, TIMESTAMPS_BYTES + byteCount);
      const mapped = staging.getMappedRange(0, TIMESTAMPS_BYTES + byteCount);
      const [start, end] = new BigUint64Array(mapped, 0, 2);
      take(new Int32Array(mapped, TIMESTAMPS_BYTES, byteCount / 4), querySet ? Number(end! - start!) / 1e6 : 0);
      staging.unmap();
    },
    dispose() {
      for (const buffer of [output, staging, resolved]) buffer.destroy();
      querySet?.destroy();
    },
  };
}
