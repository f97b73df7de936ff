import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';

export interface ContributionTotals {
  /** Paid so far for this contribution, wei. */
  earnedWei: bigint;
  /** Answers that the rule ascribes to it in part, of those still on the chain. */
  shapedInferenceCount: number;
}

/** In the order of `contributionIds`. */
export async function loadContributionTotals(
  db: ReadDatabase,
  contributionIds: readonly string[],
): Promise<ContributionTotals[]> {
  return db.load<ContributionTotals>(sql`
    SELECT
      (SELECT coalesce(sum(p.amount_wei), 0) FROM payout p WHERE p.contribution_id = contribution.id) AS "earnedWei",
      (SELECT count(*) FROM contribution_share s
        JOIN reconciliation r ON r.id = s.reconciliation_id
        JOIN inference i ON i.id = r.id AND i.block_hash = r.inference_block_hash
        WHERE s.contribution_id = contribution.id)::int AS "shapedInferenceCount"
    FROM unnest(${contributionIds}::text[]) WITH ORDINALITY AS contribution(id, position)
    ORDER BY contribution.position`);
}
