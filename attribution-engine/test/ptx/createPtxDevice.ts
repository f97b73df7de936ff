import type { CudaDevice } from '../../src/score/cuda/cudaDevice.js';
import { parsePtx } from './parsePtx.js';
import { GlobalMemory } from './ptxMemory.js';
import { compilePtx, runPtx, type PtxProgram } from './runPtx.js';

/** A CUDA device whose kernels are interpreted. */
export interface PtxDevice extends CudaDevice {
  /** Pieces of memory that were not freed. */
  readonly allocationCount: number;
  /** Kernels in the order of their launches. */
  readonly launched: readonly string[];
}

export function createPtxDevice(options: { computeCapability?: number; freeBytes?: number } = {}): PtxDevice {
  const memory = new GlobalMemory();
  const programs: PtxProgram[] = [];
  const launched: string[] = [];
  return {
    description: 'interpreted PTX',
    computeCapability: options.computeCapability ?? 80,
    multiprocessorCount: 1,
    freeBytes: options.freeBytes ?? 2 ** 30,
    launched,
    get allocationCount() {
      return memory.allocationCount;
    },
    allocate: (byteCount) => BigInt(memory.allocate(byteCount)),
    free: (pointer) => memory.free(Number(pointer)),
    clear: (pointer, byteCount) => void memory.at(Number(pointer), byteCount, 'host').fill(0),
    copyIn(to, from) {
      const bytes = new Uint8Array(from.buffer, from.byteOffset, from.byteLength);
      memory.at(Number(to), bytes.length, 'host').set(bytes);
    },
    copyWithin(to, from, byteCount) {
      memory.at(Number(to), byteCount, 'host').set(memory.at(Number(from), byteCount, 'host'));
    },
    copyOut(to, from) {
      new Uint8Array(to.buffer, to.byteOffset, to.byteLength).set(memory.at(Number(from), to.byteLength, 'host'));
    },
    compile(ptx, entry) {
      const program = compilePtx(parsePtx(ptx));
      if (program.entry.name !== entry) throw new Error(`no entry ${entry}`);
      return { handle: BigInt(programs.push(program) - 1) };
    },
    countResidentBlocks: () => 1,
    launch({ handle }, shape, values) {
      const program = programs[Number(handle)]!;
      launched.push(program.entry.name);
      runPtx(program, memory, { ...shape, values });
    },
    measureMs(queue) {
      queue();
      return 1;
    },
    dispose: () => undefined,
  };
}
