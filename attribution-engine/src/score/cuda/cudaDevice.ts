/** An address in device memory. */
export type DevicePointer = bigint;

/** A kernel that was compiled for the device. */
export interface CudaKernel {
  readonly handle: bigint;
}

/** How a kernel is launched. */
export interface LaunchShape {
  /** Blocks of the grid (x), threads of a block (x), bytes of dynamic shared memory. */
  readonly blocks: number;
  readonly threads: number;
  readonly sharedBytes: number;
}

/**
 * What the scoring needs of a CUDA driver. Calls are synchronous on the calling thread, `launch` only queues; what fails
 * throws an error with the driver's name for it. `openCudaDevice` gives the real one; a test interprets the PTX.
 */
export interface CudaDevice {
  /** For evidence: name, compute capability, driver. */
  readonly description: string;
  /** 10 · major + minor, such as 90. */
  readonly computeCapability: number;
  readonly multiprocessorCount: number;
  /** Bytes that were free when it was opened. */
  readonly freeBytes: number;
  /** @throws {DeviceMemoryError} */
  allocate(byteCount: number): DevicePointer;
  free(pointer: DevicePointer): void;
  /** Fills with zeros. */
  clear(pointer: DevicePointer, byteCount: number): void;
  copyIn(to: DevicePointer, from: Int8Array | Uint32Array): void;
  /** From device to device: what its memory can do, as a measure. */
  copyWithin(to: DevicePointer, from: DevicePointer, byteCount: number): void;
  /** Waits for what was launched before. */
  copyOut(to: Int32Array, from: DevicePointer): void;
  /** @param ptx a module with one entry of that name */
  compile(ptx: string, entry: string): CudaKernel;
  /** Blocks of that shape that one multiprocessor runs at a time. */
  countResidentBlocks(kernel: CudaKernel, shape: Omit<LaunchShape, 'blocks'>): number;
  /** @param values the parameters in order: a bigint is 64 bits wide, a number 32 bits, unsigned */
  launch(kernel: CudaKernel, shape: LaunchShape, values: readonly (bigint | number)[]): void;
  /** Runs `queue`, waits for what it launched, and gives the milliseconds between its first and last. */
  measureMs(queue: () => void): number;
  dispose(): void;
}
