import type { ReadDatabase } from './ReadDatabase';
import { sql, sqlLiteral } from './sql';
import { staleReconciliationSql, type VerdictName } from './sources/ReconciliationRow';

export interface VerdictCountRow {
  verdict: VerdictName;
  count: number;
}

/** Inferences by verdict for each model, or for all inferences when `modelIds` is null (then one element). */
export async function loadVerdictCounts(
  db: ReadDatabase,
  modelIds: readonly string[] | null,
): Promise<VerdictCountRow[][]> {
  const scope = modelIds === null ? sqlLiteral(`''`) : sqlLiteral('i.model_id');
  const condition = modelIds === null ? sqlLiteral('TRUE') : sql`i.model_id = ANY(${modelIds}::text[])`;
  const rows = await db.load<VerdictCountRow & { scope: string }>(sql`
    SELECT ${scope} AS scope, count(*)::int AS count,
      CASE WHEN r.id IS NULL OR ${sqlLiteral(staleReconciliationSql)} THEN 'PENDING' ELSE r.verdict::text END AS verdict
    FROM inference i LEFT JOIN reconciliation r ON r.id = i.id
    WHERE ${condition}
    GROUP BY 1, 3 ORDER BY count DESC, verdict`);
  const byScope = Map.groupBy(rows, (row) => row.scope);
  return (modelIds ?? ['']).map((modelId) => byScope.get(modelId) ?? []);
}
