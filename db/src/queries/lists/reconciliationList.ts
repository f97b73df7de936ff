import type { ListQuery } from '../ListQuery';
import { sql } from '../sql';
import { type ReconciliationRow, reconciliationSource, type VerdictName } from '../sources/ReconciliationRow';
import { listOf } from './listOf';

/** Reconciliations, those of the newest inferences first; stale ones too, under the verdict they were given. */
export function reconciliationList(filter: { verdicts?: readonly VerdictName[] }): ListQuery<ReconciliationRow> {
  return listOf({
    source: reconciliationSource,
    field: 'reconciliations',
    order: [
      { expression: 'r.inference_block_number', type: 'int' },
      { expression: 'r.id::numeric', type: 'numeric' },
    ],
    parents: {},
    parent: null,
    conditions: [filter.verdicts?.length ? sql`r.verdict = ANY(${filter.verdicts}::varchar[])` : null],
  });
}
