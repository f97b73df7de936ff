import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';
import type { VerdictName } from './sources/ReconciliationRow';

export interface VerdictCountRow {
  verdict: VerdictName;
  count: number;
}

/**
 * Inferences by verdict for each model, or for all inferences when `modelIds` is null (then one element). It answers
 * like `staleReconciliationSql`, but compares payouts and lines of all inferences in one pass.
 */
export async function loadVerdictCounts(
  db: ReadDatabase,
  modelIds: readonly string[] | null,
): Promise<VerdictCountRow[][]> {
  const scope =
    modelIds === null
      ? sql`SELECT *, '' AS scope FROM inference`
      : sql`
    SELECT *, model_id AS scope FROM inference WHERE model_id = ANY(${modelIds}::text[])`;
  const rows = await db.load<VerdictCountRow & { scope: string }>(sql`
    WITH scoped AS (${scope}),
    paid AS (
      SELECT s.id, p.recipient_id AS recipient, p.role::text AS role, p.claimed_contribution_id AS contribution, p.amount_wei AS wei
      FROM scoped s JOIN payout p ON p.claimed_inference_id = s.id
    ),
    compared AS (
      SELECT s.id, l.recipient, l.role::text AS role, l.contribution_id AS contribution, l.paid_wei AS wei
      FROM scoped s JOIN reconciliation_line l ON l.reconciliation_id = s.id
    ),
    changed AS (
      SELECT DISTINCT id FROM (
        SELECT id FROM (SELECT * FROM paid UNION ALL SELECT id, recipient, role, contribution, -wei FROM compared) AS movement
        WHERE id IN (SELECT id FROM compared)
        GROUP BY id, recipient, role, contribution HAVING sum(wei) <> 0
      ) AS difference
    ),
    total AS (SELECT id, sum(wei) AS wei FROM paid GROUP BY id)
    SELECT s.scope, count(*)::int AS count,
      CASE WHEN r.id IS NULL OR s.block_hash <> r.inference_block_hash OR changed.id IS NOT NULL
        OR r.paid_wei <> coalesce(total.wei, 0) THEN 'PENDING' ELSE r.verdict::text END AS verdict
    FROM scoped s
    LEFT JOIN reconciliation r ON r.id = s.id
    LEFT JOIN changed ON changed.id = s.id
    LEFT JOIN total ON total.id = s.id
    GROUP BY s.scope, 3 ORDER BY count DESC, 3`);
  const byScope = Map.groupBy(rows, (row) => row.scope);
  return (modelIds ?? ['']).map((modelId) => byScope.get(modelId) ?? []);
}
