import type { ListQuery } from '../ListQuery';
import { sql, type SqlText, sqlLiteral } from '../sql';
import { type InferenceRow, inferenceSource } from '../sources/InferenceRow';
import { staleReconciliationSql, type VerdictName } from '../sources/ReconciliationRow';
import { listOf } from './listOf';

const parents = { Model: 'i.model_id = parent.id', Account: 'i.payer_id = parent.id' };

/** Inferences, newest first: all, a model's, or those an account paid for. No verdicts means all. */
export function inferenceList(filter: {
  parent?: keyof typeof parents;
  verdicts?: readonly VerdictName[];
}): ListQuery<InferenceRow> {
  return listOf({
    source: inferenceSource,
    field: filter.parent === 'Account' ? 'inferencesPaid' : 'inferences',
    order: 'i',
    parents,
    parent: filter.parent ?? null,
    conditions: [filter.verdicts?.length ? verdictCondition(filter.verdicts) : null],
  });
}

/** An inference without a current reconciliation is PENDING. */
function verdictCondition(verdicts: readonly VerdictName[]): SqlText {
  const isCurrent = sqlLiteral(`r.id = i.id AND NOT ${staleReconciliationSql}`);
  const hasOne = sql`EXISTS (SELECT FROM reconciliation r WHERE r.verdict::text = ANY(${verdicts}::text[]) AND ${isCurrent})`;
  if (!verdicts.includes('PENDING')) return hasOne;
  return sql`(${hasOne} OR NOT EXISTS (SELECT FROM reconciliation r WHERE ${isCurrent}))`;
}
