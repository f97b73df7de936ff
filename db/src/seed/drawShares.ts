import type { SeedContribution, SeedModel } from './Registry';
import type { SeedRandom } from './SeedRandom';

/** How much of an answer is ascribed to a contribution, and by which rows of the index. */
export interface SeedShare {
  contribution: SeedContribution;
  /** Sum over its rows. */
  weight: bigint;
  rows: readonly { row: number; line: number; weight: string }[];
}

const UNIT = 1_000_000_000_000n;
const MAX_ROWS = 3;

/**
 * Shares of up to `count` contributions among those the model was trained on, by ascending id. Weights fall as those of
 * real answers do: some contributions take most.
 */
export function drawShares(random: SeedRandom, model: SeedModel, count: number): SeedShare[] {
  const chosen = new Set<SeedContribution>();
  for (let attempt = 0; attempt < 2 * count && chosen.size < count; attempt++) {
    chosen.add(random.pickRanked(random.pick(model.versions).contributions));
  }
  return [...chosen]
    .map((contribution) => drawShare(random, contribution))
    .sort((a, b) => Number(a.contribution.id) - Number(b.contribution.id));
}

function drawShare(random: SeedRandom, contribution: SeedContribution): SeedShare {
  const lines = new Set(
    Array.from({ length: 1 + random.rank(MAX_ROWS) }, () => random.int(0, contribution.rowCount - 1)),
  );
  const rows = [...lines]
    .map((line) => ({ line, weight: random.wei(UNIT, UNIT * BigInt(2 + random.rank(60))) }))
    .sort((a, b) => (a.weight > b.weight ? -1 : 1));
  return {
    contribution,
    weight: rows.reduce((sum, row) => sum + row.weight, 0n),
    rows: rows.map(({ line, weight }) => ({ row: contribution.firstRow + line, line, weight: weight.toString() })),
  };
}
