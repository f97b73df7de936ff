import type { ListQuery, SortKey } from '../ListQuery';
import { sql, type SqlText, sqlLiteral } from '../sql';
import { type InferenceRow, inferenceSource } from '../sources/InferenceRow';
import { staleReconciliationSql, type VerdictName } from '../sources/ReconciliationRow';
import { listOf } from './listOf';

const parents = { Model: 'i.model_id = parent.id', Account: 'i.payer_id = parent.id' };

/**
 * The order of inferences seen from their current reconciliations, which stand at the same block: the index over
 * (verdict, inference block) gives it, so that a page of a rare verdict does not read all inferences.
 */
const orderByReconciliation: readonly SortKey[] = [
  { expression: 'r.inference_block_number', type: 'int' },
  { expression: 'i.log_index', type: 'int' },
];

/** Inferences, newest first: all, a model's, or those an account paid for. No verdicts means all. */
export function inferenceList(filter: {
  parent?: keyof typeof parents;
  verdicts?: readonly VerdictName[];
}): ListQuery<InferenceRow> {
  const verdicts = filter.verdicts ?? [];
  const isDecided = verdicts.length > 0 && !verdicts.includes('PENDING');
  return listOf({
    source: isDecided
      ? { ...inferenceSource, from: 'reconciliation r JOIN inference i ON i.id = r.id' }
      : inferenceSource,
    field: filter.parent === 'Account' ? 'inferencesPaid' : 'inferences',
    order: isDecided ? orderByReconciliation : 'i',
    parents,
    parent: filter.parent ?? null,
    conditions: isDecided
      ? [hasVerdict(verdicts), sqlLiteral(`NOT ${staleReconciliationSql}`)]
      : [verdicts.length > 0 ? isPendingOr(verdicts) : null],
  });
}

/** One verdict is compared by itself, because only then does the index keep the order. */
function hasVerdict(verdicts: readonly VerdictName[]): SqlText {
  const [only] = verdicts;
  return only !== undefined && verdicts.length === 1
    ? sql`r.verdict = ${only}`
    : sql`r.verdict = ANY(${verdicts}::varchar[])`;
}

/** An inference without a current reconciliation is PENDING. */
function isPendingOr(verdicts: readonly VerdictName[]): SqlText {
  const isCurrent = sqlLiteral(`r.id = i.id AND NOT ${staleReconciliationSql}`);
  return sql`(NOT EXISTS (SELECT FROM reconciliation r WHERE ${isCurrent})
    OR EXISTS (SELECT FROM reconciliation r WHERE ${hasVerdict(verdicts)} AND ${isCurrent}))`;
}
