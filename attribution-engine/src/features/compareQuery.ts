import { dequantizeRecord, type FeatureRecord } from '@tributary/protocol';

/** The only float comparison of the rule. Honest recomputations measured ≥ 0.999999 and ≤ 0.0044. */
export const MIN_QUERY_COSINE = 0.99999;
export const MAX_BLOCK_ERROR = 0.01;

/** How far a committed query is from the recomputed one, both dequantised. */
export interface QueryComparison {
  accepted: boolean;
  /** Of the whole vectors; 1 when both are zero. */
  cosine: number;
  /** Largest ‖committed − own‖ / ‖own‖ over the blocks; infinite where only own is zero. */
  blockError: number;
}

/** Decides whether the model gives this query (rule step 4). */
export function compareQuery(
  committed: FeatureRecord,
  own: FeatureRecord,
  dimensions: readonly number[],
): QueryComparison {
  const theirs = dequantizeRecord(committed, dimensions);
  const ours = dequantizeRecord(own, dimensions);
  let dot = 0;
  let theirNorm = 0;
  let ourNorm = 0;
  let blockError = 0;
  ours.forEach((block, b) => {
    let blockNorm = 0;
    let blockDifference = 0;
    block.forEach((value, i) => {
      const their = theirs[b]![i]!;
      dot += value * their;
      theirNorm += their * their;
      blockNorm += value * value;
      blockDifference += (their - value) ** 2;
    });
    ourNorm += blockNorm;
    if (blockDifference > 0) blockError = Math.max(blockError, Math.sqrt(blockDifference / blockNorm));
  });
  const bothZero = theirNorm === 0 && ourNorm === 0;
  const cosine = bothZero ? 1 : theirNorm === 0 || ourNorm === 0 ? 0 : dot / Math.sqrt(theirNorm * ourNorm);
  return { accepted: cosine >= MIN_QUERY_COSINE && blockError <= MAX_BLOCK_ERROR, cosine, blockError };
}
