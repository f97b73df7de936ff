/**
 * The rule's step 6 with its defences off: gate and floor, no clip, no cap. For comparison only, so doubles will do.
 *
 * @param scores raw scores
 * @returns parts of the pay that sum to 1; all 0 when unattributed
 */
export function weighUndefended(scores: Float64Array): Float64Array {
  const large = scores.length >= 300;
  const ascending = scores.slice().sort();
  const tail = Math.max(1, Math.floor(scores.length / 100));
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const none = new Float64Array(scores.length);
  if (sum(ascending.subarray(-tail)) < (large ? 1.2 : 1.3) * Math.abs(sum(ascending.subarray(0, tail)))) return none;
  const median = getLowerMedian(scores);
  const deviation = getLowerMedian(scores.map((score) => Math.abs(score - median)));
  const weights = scores.map((score) => Math.max(0, score - median - (large ? 5 : 4) * deviation));
  const total = sum(weights);
  return total === 0 ? none : weights.map((weight) => weight / total);
}

function getLowerMedian(values: Float64Array): number {
  return values.slice().sort()[(values.length - 1) >> 1]!;
}
