/** A kernel did what a device would refuse, or what would be undefined there. */
export class PtxFault extends Error {}

const GUARD_BYTES = 4096;
const POISON = 0xab;

interface Allocation {
  readonly base: number;
  readonly bytes: Uint8Array;
  /** Stored to since the launch began: the read-only path must not read it then. */
  stored: boolean;
}

/** Device memory: separate allocations, full of rubbish at first; what is outside of them faults. */
export class GlobalMemory {
  #next = 0x7f00_0000_0000;
  #allocations: Allocation[] = [];

  allocate(byteCount: number): number {
    const base = this.#next;
    this.#next += Math.ceil(byteCount / 256) * 256 + GUARD_BYTES;
    this.#allocations.push({ base, bytes: new Uint8Array(byteCount).fill(POISON), stored: false });
    return base;
  }

  free(base: number): void {
    const at = this.#allocations.findIndex((allocation) => allocation.base === base);
    if (at === -1) throw new PtxFault(`free of ${base}, which is not allocated`);
    this.#allocations.splice(at, 1);
  }

  get allocationCount(): number {
    return this.#allocations.length;
  }

  beginLaunch(): void {
    for (const allocation of this.#allocations) allocation.stored = false;
  }

  /** The bytes at an address, which must be aligned to their number, or to 4 where that is larger than 16. */
  at(address: number, byteCount: number, access: 'read' | 'readOnly' | 'store' | 'host'): Uint8Array {
    if (access !== 'host' && address % byteCount !== 0)
      throw new PtxFault(`${byteCount} bytes at unaligned ${address}`);
    const found = this.#allocations.find(
      ({ base, bytes }) => address >= base && address + byteCount <= base + bytes.length,
    );
    if (!found) throw new PtxFault(`${access} of ${byteCount} bytes at ${address}, outside of every allocation`);
    if (access === 'readOnly' && found.stored) throw new PtxFault('read-only load of what this launch stores to');
    if (access === 'store') found.stored = true;
    return found.bytes.subarray(address - found.base, address - found.base + byteCount);
  }
}

const NOBODY = -1;
const SEVERAL = -2;

/**
 * Shared memory of one block. It knows, for each 4-byte word, who touched it since the last barrier, so that a race is a
 * fault; what was never written, or is still being copied by `cp.async`, must not be read.
 */
export class SharedMemory {
  readonly bytes: Uint8Array;
  /** Barriers so far. */
  epoch = 0;
  #writer: Int32Array;
  #writeEpoch: Int32Array;
  #reader: Int32Array;
  #readEpoch: Int32Array;
  #pending: Int32Array;
  /** Products of tensor cores that read a word, and whether they can see what was written last. */
  #asyncReaders: Int32Array;
  #fenced: Uint8Array;
  #unfenced = new Map<number, number[]>();

  constructor(byteCount: number) {
    this.bytes = new Uint8Array(byteCount).fill(POISON);
    const words = (): Int32Array => new Int32Array(Math.ceil(byteCount / 4)).fill(NOBODY);
    this.#writer = words();
    this.#writeEpoch = words();
    this.#reader = words();
    this.#readEpoch = words();
    this.#pending = words();
    this.#asyncReaders = words().fill(0);
    this.#fenced = new Uint8Array(Math.ceil(byteCount / 4));
  }

  read(thread: number, address: number, byteCount: number): Uint8Array {
    for (const word of this.#words(address, byteCount)) {
      if (this.#pending[word] !== NOBODY) throw new PtxFault(`read of shared ${address} while cp.async fills it`);
      if (this.#writer[word] === NOBODY) throw new PtxFault(`read of shared ${address}, which nobody wrote`);
      if (this.#writer[word] !== thread && this.#writeEpoch[word] === this.epoch) {
        throw new PtxFault(
          `thread ${thread} reads shared ${address} without a barrier after thread ${this.#writer[word]}`,
        );
      }
      const first = this.#readEpoch[word] !== this.epoch;
      this.#reader[word] = first || this.#reader[word] === thread ? thread : SEVERAL;
      this.#readEpoch[word] = this.epoch;
    }
    return this.bytes.subarray(address, address + byteCount);
  }

  write(thread: number, address: number, bytes: Uint8Array): void {
    for (const word of this.#words(address, bytes.length)) {
      this.#checkWrite(thread, word, address);
      this.#writer[word] = thread;
      this.#writeEpoch[word] = this.epoch;
      this.#fenced[word] = 0;
      const unfenced = this.#unfenced.get(thread) ?? [];
      this.#unfenced.set(thread, unfenced);
      unfenced.push(word);
    }
    this.bytes.set(bytes, address);
  }

  /** `fence.proxy.async`: what the thread wrote can be seen by tensor cores. */
  fence(thread: number): void {
    for (const word of this.#unfenced.get(thread) ?? []) this.#fenced[word] = 1;
    this.#unfenced.delete(thread);
  }

  /** Tensor cores read at any time until {@link endAsyncRead}. */
  beginAsyncRead(address: number, byteCount: number): ArrayBuffer {
    for (const word of this.#words(address, byteCount)) {
      if (this.#pending[word] !== NOBODY) throw new PtxFault(`wgmma reads shared ${address} while cp.async fills it`);
      if (this.#writer[word] === NOBODY) throw new PtxFault(`wgmma reads shared ${address}, which nobody wrote`);
      if (this.#writeEpoch[word] === this.epoch) throw new PtxFault(`wgmma reads shared ${address} without a barrier`);
      if (this.#fenced[word] === 0) throw new PtxFault(`wgmma reads shared ${address} without fence.proxy.async`);
      this.#asyncReaders[word]!++;
    }
    return this.bytes.slice(address, address + byteCount).buffer;
  }

  endAsyncRead(address: number, byteCount: number): void {
    for (const word of this.#words(address, byteCount)) this.#asyncReaders[word]!--;
  }

  /** An asynchronous copy begins: it may land at any time until {@link endCopy}. */
  beginCopy(thread: number, address: number, byteCount: number): void {
    for (const word of this.#words(address, byteCount)) {
      this.#checkWrite(thread, word, address);
      this.#pending[word] = thread;
    }
  }

  endCopy(thread: number, address: number, bytes: Uint8Array): void {
    for (const word of this.#words(address, bytes.length)) this.#pending[word] = NOBODY;
    this.write(thread, address, bytes);
  }

  #checkWrite(thread: number, word: number, address: number): void {
    if (this.#pending[word] !== NOBODY) throw new PtxFault(`write to shared ${address} while cp.async fills it`);
    if (this.#asyncReaders[word]! > 0) throw new PtxFault(`write to shared ${address} while wgmma reads it`);
    const read = this.#readEpoch[word] === this.epoch && this.#reader[word] !== thread;
    const written = this.#writeEpoch[word] === this.epoch && this.#writer[word] !== thread;
    if (read || written)
      throw new PtxFault(`thread ${thread} writes shared ${address} without a barrier after another`);
  }

  *#words(address: number, byteCount: number): Generator<number> {
    if (address % byteCount !== 0) throw new PtxFault(`${byteCount} bytes at unaligned shared ${address}`);
    if (address < 0 || address + byteCount > this.bytes.length) throw new PtxFault(`shared ${address} is out of range`);
    for (let word = address / 4; word < (address + byteCount) / 4; word++) yield word;
  }
}
