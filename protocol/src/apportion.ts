import { FatalError } from './errors.js';

/** An amount was to be divided by weights that cannot divide it. */
export class IndivisibleError extends FatalError {
  constructor(facts: { total: bigint; reason: string }) {
    super(`${facts.total} cannot be divided: ${facts.reason}. Check the policy and the weights.`, {
      total: facts.total.toString(),
      reason: facts.reason,
    });
  }
}

/**
 * Divides `total` by non-negative integer `weights`: each part is rounded down, and what is left goes, one unit each,
 * to the largest remainders; ties go to the lowest position. The parts sum to `total` exactly, and the result does not
 * depend on anything but the weights and their order (largest-remainder or Hamilton method).
 *
 * @param total units to divide, ≥ 0
 * @param weights one per part; at least one must be positive
 * @returns one part per weight, each within one unit of `total · weight / Σ weights`
 */
export function apportion(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n) throw new IndivisibleError({ total, reason: 'the total is negative' });
  let sum = 0n;
  for (const weight of weights) {
    if (weight < 0n) throw new IndivisibleError({ total, reason: `the weight ${weight} is negative` });
    sum += weight;
  }
  if (sum === 0n) throw new IndivisibleError({ total, reason: 'the weights sum to zero' });

  const parts: bigint[] = [];
  const remainders: bigint[] = [];
  let left = total;
  for (const weight of weights) {
    const product = total * weight;
    const part = product / sum;
    parts.push(part);
    remainders.push(product - part * sum);
    left -= part;
  }
  if (left === 0n) return parts;
  const byRemainder = remainders
    .map((_, position) => position)
    .sort((a, b) => (remainders[a]! > remainders[b]! ? -1 : remainders[a]! < remainders[b]! ? 1 : a - b));
  for (const position of byRemainder.slice(0, Number(left))) parts[position]! += 1n;
  return parts;
}
