import type { IntegerVector } from './IntegerVector.js';

/**
 * ⌊s·r / 65,536⌋ of every row (rule step 6, *clip*): in doubles where that is exact, in bigints elsewhere.
 *
 * @param clips N clip factors in 1/65,536, see `rowClips`
 */
export function clipScores(scores: IntegerVector, clips: Uint32Array): IntegerVector {
  const exact = (row: number): bigint => (scores.exact(row) * BigInt(clips[row]!)) >> 16n;
  const rounded = new Float64Array(clips.length);
  for (let row = 0; row < clips.length; row++) {
    const score = scores.rounded[row]!;
    const clip = clips[row]!;
    if (Number.isSafeInteger(score)) {
      // score = high · 65,536 + low, so that both products stay below 2^53.
      const high = Math.floor(score / 65_536);
      rounded[row] = high * clip + Math.floor(((score - high * 65_536) * clip) / 65_536);
    } else {
      rounded[row] = clip === 65_536 ? score : Number(exact(row));
    }
  }
  return { rounded, exact };
}
