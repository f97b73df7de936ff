import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** A deterministic stream of numbers; the same label gives the same stream on every machine. */
export interface SeededRandom {
  /** Uniform integer in [0, 2³²). */
  nextU32(): number;
  /** Uniform float in [0, 1) with 24 random bits, exact in float32. */
  nextFloat(): number;
  /** Standard normal by Box–Muller over two floats. Its last bits may differ between engines (`Math.log`, `Math.cos`). */
  nextGaussian(): number;
}

/**
 * xoshiro128** (Blackman & Vigna 2018) seeded with the first 16 bytes of sha-256 of a UTF-8 label, read as four
 * little-endian words. The rule `gradient/1` draws every random number it needs from here, so a label is all that has
 * to be written down to reproduce a projection or an initial adapter.
 */
export function createSeededRandom(label: string): SeededRandom {
  const seed = new DataView(sha256(utf8ToBytes(label)).buffer);
  let s0 = seed.getUint32(0, true);
  let s1 = seed.getUint32(4, true);
  let s2 = seed.getUint32(8, true);
  let s3 = seed.getUint32(12, true);

  const nextU32 = (): number => {
    const scrambled = Math.imul(s1, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  };
  const nextFloat = (): number => (nextU32() >>> 8) / 0x1000000;
  const nextGaussian = (): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - nextFloat()));
    return radius * Math.cos(2 * Math.PI * nextFloat());
  };
  return { nextU32, nextFloat, nextGaussian };
}
