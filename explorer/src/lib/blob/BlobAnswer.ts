/** Bytes whose sha-256 is the digest on chain, or the sentence that says why there are none. */
export type BlobAnswer = { found: true; text: string; byteCount: number } | { found: false; reason: string };
