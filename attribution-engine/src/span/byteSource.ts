/** Bytes that are read in pieces, because there may be more than memory holds. */
export interface ByteSource {
  readonly byteLength: number;
  /** Fills `into` with what stands at `offset`; the caller has checked that it is there. */
  read(offset: number, into: Uint8Array): void;
  close(): void;
}

/** Bytes in memory. */
export function createMemorySource(bytes: Uint8Array): ByteSource {
  return {
    byteLength: bytes.length,
    read: (offset, into) => into.set(bytes.subarray(offset, offset + into.length)),
    close: () => undefined,
  };
}
