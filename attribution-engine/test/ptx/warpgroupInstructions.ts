import type { Operands } from './compileInstruction.js';
import { PtxFault, type SharedMemory } from './ptxMemory.js';
import type { PtxThread } from './ptxThread.js';

const ROWS = 64;
const COLUMNS = 256;
const DEPTH = 32;

/**
 * Four warps, and the products they have under way: until those are waited for, the sums are in no register and the
 * operands in shared memory must not be overwritten.
 */
export class Warpgroup {
  /** Words of shared memory that are read, by group of products; the last is not committed yet. */
  readonly reads: number[][] = [[]];
  /** The sums under way, [128 threads, 128], and the registers they go to. */
  sums: { values: Int32Array; targets: readonly number[] } | null = null;
  fenced = false;

  constructor(readonly threads: readonly PtxThread[]) {}

  get shared(): SharedMemory {
    return this.threads[0]!.block.shared;
  }
}

export type WarpgroupStep = (group: Warpgroup) => void;

/** Where the 32 bytes from the descriptor on are of each row: 8-row atoms, 16-byte vectors swizzled in 128 bytes. */
function* addressesOf(thread: PtxThread, register: number, rows: number): Generator<number> {
  const [low, high] = thread.getPacked(register);
  const isKnown = low >>> 14 === 1 << 2 && high >>> 14 === 1 << 16 && (high & 0x3fff) === 64;
  if (!isKnown)
    throw new PtxFault(`descriptor ${high.toString(16)} ${low.toString(16)}: another layout than 128-byte swizzle`);
  const start = (low & 0x3fff) * 16;
  for (let row = 0; row < rows; row++) {
    for (let vector = 0; vector < DEPTH; vector += 16) {
      const address = start + (row >> 3) * 1024 + (row & 7) * 128 + vector;
      yield address ^ (((address >> 7) & 7) << 4);
    }
  }
}

/** Reads a matrix [rows, 32] as the tensor cores do. */
function readMatrix(group: Warpgroup, register: number, rows: number): Int8Array {
  const matrix = new Int8Array(rows * DEPTH);
  let at = 0;
  for (const address of addressesOf(group.threads[0]!, register, rows)) {
    matrix.set(new Int8Array(group.shared.beginAsyncRead(address, 16)), at);
    group.reads.at(-1)!.push(address);
    at += 16;
  }
  return matrix;
}

/** By opcode. The sums are laid out as in the PTX manual, "Register fragments for wgmma.mma_async.m64nNk32". */
export const WARPGROUP_INSTRUCTIONS: Record<string, (operands: Operands) => WarpgroupStep> = {
  'wgmma.fence.sync.aligned'(operands) {
    operands.count(0);
    return (group) => (group.fenced = true);
  },

  'wgmma.mma_async.sync.aligned.m64n256k32.s32.s8.s8'(operands) {
    const [d, a, b, scale] = operands.count(4) as [string, string, string, string];
    const targets = operands.registers(d, 128);
    const [rowsAt, columnsAt, adds] = [operands.register(a, 64), operands.register(b, 64), operands.register(scale, 1)];
    return (group) => {
      if (!group.fenced) throw new PtxFault('wgmma without a wgmma.fence before it');
      if (new Set(group.threads.map((thread) => `${thread.getPacked(rowsAt)} ${thread.get(adds)}`)).size !== 1) {
        throw new PtxFault('the threads of a warpgroup have other descriptors');
      }
      const isAdded = group.threads[0]!.get(adds) === 1;
      const rows = readMatrix(group, rowsAt, ROWS);
      const columns = readMatrix(group, columnsAt, COLUMNS);
      const values = group.sums?.values ?? new Int32Array(128 * 128);
      group.threads.forEach((thread, number) => {
        const [warp, lane] = [number >> 5, number & 31];
        targets.forEach((target, i) => {
          const row = 16 * warp + (lane >> 2) + 8 * ((i >> 1) & 1);
          const column = 8 * (i >> 2) + 2 * (lane & 3) + (i & 1);
          const at = number * 128 + i;
          let sum = isAdded ? (group.sums ? values[at]! : thread.get(target)) | 0 : 0;
          for (let k = 0; k < DEPTH; k++) sum += rows[row * DEPTH + k]! * columns[column * DEPTH + k]!;
          values[at] = sum;
          thread.registers[target] = Number.NaN;
        });
      });
      group.sums = { values, targets };
    };
  },

  'wgmma.commit_group.sync.aligned'(operands) {
    operands.count(0);
    return (group) => {
      group.reads.push([]);
      group.fenced = false;
    };
  },

  'wgmma.wait_group.sync.aligned'(operands) {
    const left = Number(operands.count(1)[0]);
    return (group) => {
      while (group.reads.length - 1 > left) {
        for (const address of group.reads.shift()!) group.shared.endAsyncRead(address, 16);
      }
      if (left > 0 || !group.sums || group.reads[0]!.length > 0) return;
      const { values, targets } = group.sums;
      group.threads.forEach((thread, number) =>
        targets.forEach((target, i) => thread.set32(target, values[number * 128 + i]!)),
      );
      group.sums = null;
    };
  },
};
