import type { RowWeight } from './RowWeights.js';

/** What a contribution's rows weigh together in one answer. */
export interface ContributionWeight {
  /** contributionId on chain. */
  contributionId: bigint;
  /** Sum of its rows' weights, > 0. */
  weight: bigint;
  /** The rows that weigh, heaviest first, ties by row. */
  rows: RowWeight[];
}

/**
 * Sums row weights by contribution, in ascending contribution id; contributions that weigh nothing are left out.
 *
 * @param weights the rows that weigh; @param contributions N contribution ids, uint32
 */
export function contributionWeights(weights: readonly RowWeight[], contributions: Uint32Array): ContributionWeight[] {
  const byId = new Map<number, ContributionWeight>();
  weights.forEach(({ row, weight }) => {
    const id = contributions[row]!;
    const entry = byId.get(id) ?? { contributionId: BigInt(id), weight: 0n, rows: [] };
    entry.weight += weight;
    entry.rows.push({ row, weight });
    byId.set(id, entry);
  });
  for (const { rows } of byId.values()) {
    rows.sort((a, b) => (a.weight > b.weight ? -1 : a.weight < b.weight ? 1 : a.row - b.row));
  }
  return [...byId.entries()].sort(([a], [b]) => a - b).map(([, entry]) => entry);
}
