import { checkedBackend } from '../checkedBackend.js';
import type { ScoringBackend } from '../scoringBackend.js';
import { ScoringThreads, type StartThread } from './scoringThreads.js';
import { compileKernels } from './wasmKernel.js';
import { MAX_MEMORY_BYTES, createWasmRows } from './wasmRows.js';

/** Queries and outputs share the 4 GiB of a WebAssembly memory with the rows. */
const NOT_ROWS_BYTES = 2 ** 26;

export interface WasmBackendOptions {
  /** At least 1; more than one needs `startThread`, and in a browser a page that is cross-origin isolated. */
  threads?: number;
  startThread?: StartThread;
  /** Does without relaxed SIMD even where it is there. */
  portable?: boolean;
}

/** WebAssembly SIMD: the default where there is no GPU. Runs in Node and in a browser. */
export function createWasmBackend(options: WasmBackendOptions = {}): ScoringBackend {
  const kernels = compileKernels(options.portable ?? false);
  const count = options.startThread ? Math.max(1, Math.floor(options.threads ?? 1)) : 1;
  const threads = options.startThread && count > 1 ? new ScoringThreads(count, options.startThread) : null;
  return checkedBackend({
    name: 'wasm',
    device: `WebAssembly ${kernels.isRelaxed ? 'relaxed ' : ''}SIMD, ${count === 1 ? '1 thread' : `${count} threads`}`,
    maxRowBytes: MAX_MEMORY_BYTES - NOT_ROWS_BYTES,
    allocate: (dimensions, capacity, width) => createWasmRows(kernels, threads, dimensions, capacity, width),
    dispose: () => threads?.end(),
  });
}
