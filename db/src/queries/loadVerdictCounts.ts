import type { ReadDatabase } from './ReadDatabase';
import { sql, sqlLiteral } from './sql';
import { payoutsDigestSql } from './engine/inferenceStateSql';
import type { VerdictName } from './sources/ReconciliationRow';

export interface VerdictCountRow {
  verdict: VerdictName;
  count: number;
}

/**
 * Inferences by verdict for each model, or for all inferences when `modelIds` is null (then one element). Whether a verdict
 * is still about the payouts that are there is asked where anything of them is not final yet; of the others that would be
 * a digest for every inference of the ledger, and a payout that comes after all is compared again within seconds anyway.
 */
export async function loadVerdictCounts(
  db: ReadDatabase,
  modelIds: readonly string[] | null,
): Promise<VerdictCountRow[][]> {
  const scope = modelIds === null ? sqlLiteral(`''`) : sqlLiteral('i.model_id');
  const condition = modelIds === null ? sqlLiteral('TRUE') : sql`i.model_id = ANY(${modelIds}::text[])`;
  const rows = await db.load<VerdictCountRow & { scope: string }>(sql`
    WITH final AS (SELECT coalesce((SELECT finalized_block_number FROM chain_head), -1) AS block_number),
    moving AS MATERIALIZED (
      SELECT id FROM inference WHERE block_number > (SELECT block_number FROM final)
      UNION SELECT claimed_inference_id FROM payout WHERE block_number > (SELECT block_number FROM final)
    )
    SELECT ${scope} AS scope, count(*)::int AS count,
      CASE WHEN r.id IS NULL OR r.inference_block_hash <> i.block_hash THEN 'PENDING'
        WHEN moving.id IS NOT NULL AND r.payouts_digest <> ${sqlLiteral(payoutsDigestSql)} THEN 'PENDING'
        ELSE r.verdict::text END AS verdict
    FROM inference i LEFT JOIN reconciliation r ON r.id = i.id LEFT JOIN moving ON moving.id = i.id
    WHERE ${condition}
    GROUP BY 1, 3 ORDER BY count DESC, verdict`);
  const byScope = Map.groupBy(rows, (row) => row.scope);
  return (modelIds ?? ['']).map((modelId) => byScope.get(modelId) ?? []);
}
