import { createHexScalar } from './createHexScalar.js';

/** Anything of 32 bytes. */
export const hashScalar = createHexScalar(
  'Hash',
  32,
  'Digest, hash, Merkle root or uid: 0x and 64 hex digits, given in any case.',
);
