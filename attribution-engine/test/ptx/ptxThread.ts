import type { PtxEntry } from './parsePtx.js';
import { PtxFault, type GlobalMemory, type SharedMemory } from './ptxMemory.js';

/** What the threads of one block share. */
export interface PtxBlock {
  readonly entry: PtxEntry;
  readonly global: GlobalMemory;
  readonly shared: SharedMemory;
  /** Where each array in shared memory begins. */
  readonly symbols: ReadonlyMap<string, number>;
  readonly parameters: ReadonlyMap<string, { value: number; size: 4 | 8 }>;
  readonly special: { ctaid: number; nctaid: number };
}

interface Copy {
  readonly to: number;
  readonly bytes: Uint8Array;
}

/** One thread: registers by number (32-bit values unsigned, predicates 0 or 1, NaN before they are set) and a place. */
export class PtxThread {
  readonly registers: Float64Array;
  next = 0;
  exited = false;
  #packed = new Map<number, readonly [number, number]>();
  #open: Copy[] = [];
  #committed: Copy[][] = [];

  constructor(
    readonly block: PtxBlock,
    readonly number: number,
  ) {
    this.registers = new Float64Array(block.entry.registers.size).fill(Number.NaN);
  }

  get lane(): number {
    return this.number & 31;
  }

  get(register: number): number {
    const value = this.registers[register]!;
    if (Number.isNaN(value))
      throw new PtxFault(`register ${[...this.block.entry.registers.keys()][register]} is read before it is set`);
    return value;
  }

  /** A 64-bit register that was packed of two words, low and high; no arithmetic is done with such. */
  getPacked(register: number): readonly [number, number] {
    const words = this.#packed.get(register);
    if (!words) throw new PtxFault('a descriptor that was not packed of two words');
    return words;
  }

  setPacked(register: number, low: number, high: number): void {
    this.#packed.set(register, [low, high]);
  }

  set32(register: number, value: number): void {
    this.registers[register] = value >>> 0;
  }

  set64(register: number, value: number): void {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new PtxFault(`64-bit value ${value} is beyond this interpreter`);
    this.registers[register] = value;
  }

  /** @param sourceBytes of 16 that are read; the rest becomes zeros */
  copyAsync(to: number, from: number, sourceBytes: number): void {
    const bytes = new Uint8Array(16);
    if (from % 16 !== 0) throw new PtxFault(`cp.async from unaligned ${from}`);
    if (sourceBytes === 16) bytes.set(this.block.global.at(from, 16, 'readOnly'));
    else if (sourceBytes !== 0) throw new PtxFault(`cp.async of ${sourceBytes} bytes`);
    this.block.shared.beginCopy(this.number, to, 16);
    this.#open.push({ to, bytes });
  }

  commitCopies(): void {
    this.#committed.push(this.#open);
    this.#open = [];
  }

  /** Waits until at most `left` groups are under way. */
  waitForCopies(left: number): void {
    while (this.#committed.length > left) {
      for (const { to, bytes } of this.#committed.shift()!) this.block.shared.endCopy(this.number, to, bytes);
    }
  }
}
