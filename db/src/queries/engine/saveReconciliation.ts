import type { Pool } from 'pg';
import type { ReconciliationToSave } from './ReconciliationToSave';
import { saveReconciliations } from './saveReconciliations';

/** Replaces the reconciliation of one inference; see `saveReconciliations`. */
export function saveReconciliation(pool: Pool, result: ReconciliationToSave): Promise<void> {
  return saveReconciliations(pool, [result]);
}
