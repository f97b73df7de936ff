/** The rule's integer steps as `docs/attribution.md` says them, in bigints alone: slow, and what the fast ones must equal. */
import { integerSquareRoot } from '../src/integerSquareRoot.js';

export function obviousScores(
  dots: Int32Array,
  rowExponents: Int8Array,
  queryExponents: Int8Array,
  unit: number,
): bigint[] {
  const blocks = queryExponents.length;
  return Array.from({ length: dots.length / blocks }, (_, row) => {
    let score = 0n;
    for (let b = 0; b < blocks; b++) {
      const dot = dots[row * blocks + b]!;
      if (dot !== 0) score += BigInt(dot) << BigInt(rowExponents[row * blocks + b]! + queryExponents[b]! - unit);
    }
    return score;
  });
}

export function obviousClips(
  values: Int8Array,
  exponents: Int8Array,
  dimensions: readonly number[],
  unit: number,
): number[] {
  let at = 0;
  const norms = Array.from({ length: exponents.length / dimensions.length }, (_, row) =>
    dimensions.reduce((norm, dimension, b) => {
      let sum = 0n;
      for (const end = at + dimension; at < end; at++) sum += BigInt(values[at]! * values[at]!);
      return sum === 0n ? norm : norm + (sum << BigInt(2 * (exponents[row * dimensions.length + b]! - unit)));
    }, 0n),
  );
  const median = lower(norms);
  return norms.map((norm) => {
    if (norm === 0n) return 0;
    const factor = integerSquareRoot((median << 32n) / norm);
    return factor < 65_536n ? Number(factor) : 65_536;
  });
}

export function obviousWeights(
  scores: readonly bigint[],
  clips: readonly number[],
): { reason?: string; weights: bigint[] } {
  const none = scores.map(() => 0n);
  if (scores.length === 0) return { reason: 'NO_ROWS', weights: none };
  const large = scores.length >= 300;
  const tail = Math.max(1, Math.floor(scores.length / 100));
  const ascending = sorted(scores);
  const bottom = ascending.slice(0, tail).reduce((a, b) => a + b);
  const top = ascending.slice(-tail).reduce((a, b) => a + b);
  if (10n * top < (large ? 12n : 13n) * (bottom < 0n ? -bottom : bottom)) return { reason: 'GATE', weights: none };
  const clipped = scores.map((score, row) => (score * BigInt(clips[row]!)) >> 16n);
  const median = lower(clipped);
  const deviation = lower(clipped.map((c) => (c < median ? median - c : c - median)));
  const weights = clipped.map((c) => {
    const weight = c - median - (large ? 5n : 4n) * deviation;
    return weight > 0n ? weight : 0n;
  });
  const positive = sorted(weights.filter((weight) => weight > 0n));
  if (positive.length === 0) return { reason: 'NOTHING_ABOVE_FLOOR', weights };
  const k = Math.max(5, Math.floor(scores.length / 100));
  const cap = positive.length < k ? positive[0]! : positive.at(-k)!;
  return { weights: weights.map((weight) => (weight < cap ? weight : cap)) };
}

function sorted(values: readonly bigint[]): bigint[] {
  return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function lower(values: readonly bigint[]): bigint {
  return sorted(values)[(values.length - 1) >> 1]!;
}
