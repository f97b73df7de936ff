import { DOT_INT8, DOT_INT8_RELAXED, DOT_INT8_RELAXED_SHARED, DOT_INT8_SHARED } from '../dotInt8.generated.js';
import { STEP_VALUES } from './memoryLayout.js';

/** What the kernels export; pointers and distances are bytes, see `kernels/dotInt8*.wat`. `count` is at least 1. */
export interface WasmKernel {
  dotRows(row: number, query: number, dimensions: number, blocks: number, count: number, out: number): void;
  /** Four runs of `count` rows at once. */
  dotRuns(
    row: number,
    query: number,
    dimensions: number,
    blocks: number,
    count: number,
    out: number,
    apart: number,
    outApart: number,
  ): void;
}

/** Compiled kernels for memories of their own and for shared ones. */
export interface WasmKernels {
  readonly isRelaxed: boolean;
  readonly own: WebAssembly.Module;
  readonly shared: WebAssembly.Module;
  /** Writes a query into memory as the kernel wants it; `at` is a byte. */
  writeQuery(memory: ArrayBufferLike, at: number, query: Int8Array, dimensions: readonly number[]): void;
}

/** The faster kernel that this engine has; `portable` is the one without relaxed SIMD. */
export function compileKernels(portable: boolean): WasmKernels {
  const relaxed = decode(DOT_INT8_RELAXED);
  const isRelaxed = !portable && WebAssembly.validate(relaxed);
  return {
    isRelaxed,
    own: new WebAssembly.Module(isRelaxed ? relaxed : decode(DOT_INT8)),
    shared: new WebAssembly.Module(decode(isRelaxed ? DOT_INT8_RELAXED_SHARED : DOT_INT8_SHARED)),
    writeQuery: isRelaxed ? writeSignedHalves : writeInt16,
  };
}

export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): WasmKernel {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as WasmKernel;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

/** A step of the portable kernel: 16 int16. */
function writeInt16(memory: ArrayBufferLike, at: number, query: Int8Array, dimensions: readonly number[]): void {
  let from = 0;
  for (const dimension of dimensions) {
    const values = Math.ceil(dimension / STEP_VALUES) * STEP_VALUES;
    const block = new Int16Array(memory, at, values);
    block.fill(0);
    block.set(query.subarray(from, from + dimension));
    from += dimension;
    at += values * 2;
  }
}

/** A step of the relaxed kernel: 16 int8 of max(q, 0), then 16 of max(−q, 0). */
function writeSignedHalves(memory: ArrayBufferLike, at: number, query: Int8Array, dimensions: readonly number[]): void {
  let from = 0;
  for (const dimension of dimensions) {
    const steps = Math.ceil(dimension / STEP_VALUES);
    const block = new Int8Array(memory, at, steps * STEP_VALUES * 2);
    block.fill(0);
    for (let i = 0; i < dimension; i++) {
      const value = query[from + i]!;
      block[i + (i & -STEP_VALUES) + (value < 0 ? STEP_VALUES : 0)] = Math.abs(value);
    }
    from += dimension;
    at += block.length;
  }
}
