/** The rule's integer steps as `docs/attribution.md` says them, in bigints alone: slow, and what the fast ones must equal. */
import { integerSquareRoot } from '../src/integerSquareRoot.js';

export function obviousScores(
  dots: Int32Array,
  rowExponents: Int8Array,
  queryExponents: Int8Array,
  unit: number,
  counted = queryExponents.length,
): bigint[] {
  const blocks = queryExponents.length;
  return Array.from({ length: dots.length / blocks }, (_, row) => {
    let score = 0n;
    for (let b = 0; b < counted; b++) {
      const dot = dots[row * blocks + b]!;
      if (dot !== 0) score += BigInt(dot) << BigInt(rowExponents[row * blocks + b]! + queryExponents[b]! - unit);
    }
    return score;
  });
}

/** @param counted blocks from the first */
export function obviousClips(
  values: Int8Array,
  exponents: Int8Array,
  dimensions: readonly number[],
  unit: number,
  counted = dimensions.length,
): number[] {
  let at = 0;
  const norms = Array.from({ length: exponents.length / dimensions.length }, (_, row) =>
    dimensions.reduce((norm, dimension, b) => {
      let sum = 0n;
      for (const end = at + dimension; at < end; at++) sum += BigInt(values[at]! * values[at]!);
      if (sum === 0n || b >= counted) return norm;
      return norm + (sum << BigInt(2 * (exponents[row * dimensions.length + b]! - unit)));
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
  if (!passes(scores)) return { reason: 'GATE', weights: none };
  const clipped = scores.map((score, row) => (score * BigInt(clips[row]!)) >> 16n);
  const floor = floorOf(clipped, large ? 5n : 4n);
  const weights = clipped.map((c) => (c > floor ? c - floor : 0n));
  if (weights.every((weight) => weight === 0n)) return { reason: 'NOTHING_ABOVE_FLOOR', weights };
  const cap = capOf(weights, Math.max(5, Math.floor(scores.length / 100)));
  return { weights: weights.map((weight) => (weight < cap ? weight : cap)) };
}

export function obviousWeightsInStages(
  start: { scores: readonly bigint[]; clips: readonly number[] },
  all: { scores: readonly bigint[]; clips: readonly number[] },
  families: readonly number[],
): { reason?: string; weights: bigint[] } {
  const none = families.map(() => 0n);
  if (families.length === 0) return { reason: 'NO_ROWS', weights: none };
  if (!passes(all.scores)) return { reason: 'GATE', weights: none };
  const clip = ({ scores, clips }: typeof all): bigint[] =>
    scores.map((score, i) => (score * BigInt(clips[i]!)) >> 16n);
  const evidence = clip(start);
  const values = clip(all);
  const threshold = floorOf(evidence, families.length >= 300 ? 6n : 5n);
  const floor = floorOf(values, 1n);
  const above = values.map((value, i) => (evidence[i]! > threshold && value > floor ? value - floor : 0n));
  if (above.every((weight) => weight === 0n)) return { reason: 'NOTHING_ABOVE_FLOOR', weights: none };
  const cap = capOf(above, Math.max(5, Math.floor(families.length / 33)));
  const capped = above.map((weight) => (weight < cap ? weight : cap));
  const weights = capped.map((weight, i) => {
    const ofFamily = capped.filter((_, other) => families[i] !== 0 && families[other] === families[i]);
    const total = ofFamily.reduce((a, b) => a + b, 0n);
    return total > cap ? (weight * cap) / total : weight;
  });
  return weights.every((weight) => weight === 0n) ? { reason: 'NOTHING_ABOVE_FLOOR', weights } : { weights };
}

function passes(scores: readonly bigint[]): boolean {
  const tail = Math.max(1, Math.floor(scores.length / 100));
  const ascending = sorted(scores);
  const bottom = ascending.slice(0, tail).reduce((a, b) => a + b);
  const top = ascending.slice(-tail).reduce((a, b) => a + b);
  return 10n * top >= (scores.length >= 300 ? 12n : 13n) * (bottom < 0n ? -bottom : bottom);
}

function floorOf(values: readonly bigint[], z: bigint): bigint {
  const median = lower(values);
  return median + z * lower(values.map((value) => (value < median ? median - value : value - median)));
}

function capOf(weights: readonly bigint[], k: number): bigint {
  const positive = sorted(weights.filter((weight) => weight > 0n));
  return positive.length < k ? positive[0]! : positive.at(-k)!;
}

function sorted(values: readonly bigint[]): bigint[] {
  return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function lower(values: readonly bigint[]): bigint {
  return sorted(values)[(values.length - 1) >> 1]!;
}
