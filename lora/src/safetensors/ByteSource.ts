/** Bytes that need not be in memory as a whole. */
export interface ByteSource {
  readonly byteLength: number;
  /** Fills `target` with the bytes from `start` on; the caller keeps within `byteLength`. */
  readInto(target: Uint8Array, start: number): void;
}

/** Bytes that are in memory. */
export function createMemorySource(bytes: Uint8Array): ByteSource {
  return {
    byteLength: bytes.length,
    readInto: (target, start) => target.set(bytes.subarray(start, start + target.length)),
  };
}
