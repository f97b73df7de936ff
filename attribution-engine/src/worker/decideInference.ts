import { deleteReconciliation, loadContributors, loadInferenceRecord, saveReconciliation } from '@tributary/db';
import type { Pool } from 'pg';
import type { ContributionSource } from '../method/AttributionMethod.js';
import type { ModelLibrary } from '../model/modelLibrary.js';
import { buildReconciliationRow } from '../reconcile/buildReconciliationRow.js';
import { reconcileInference } from '../reconcile/reconcileInference.js';
import type { ReconciliationResult } from '../reconcile/reconciliation.js';
import { ENGINE_VERSION } from './engineVersion.js';
import { toFacts } from './toFacts.js';

const FIRST_RETRY_SECONDS = 5;
const LAST_RETRY_SECONDS = 3600;

/**
 * Decides one inference as the database has it now and stores the verdict. Undefined when it is gone, decided already, or pending again
 * because a reorg took its payouts back while there is still time to pay.
 */
export async function decideInference(
  pool: Pool,
  library: ModelLibrary,
  source: ContributionSource,
  job: { inferenceId: string; attempts: number; graceSeconds: number },
): Promise<ReconciliationResult | undefined> {
  const startedAt = performance.now();
  const record = await loadInferenceRecord(pool, job.inferenceId, job.graceSeconds);
  // The job was queued twice, or another engine was faster: what it asks for is done.
  if (!record || record.attempts > job.attempts) return undefined;
  const facts = toFacts(record);
  if (facts.payouts.length === 0 && !facts.graceOver) {
    await deleteReconciliation(pool, job.inferenceId);
    return undefined;
  }
  const result = await reconcileInference(facts, {
    library,
    source,
    loadContributors: (ids) => loadContributors(pool, ids),
  });
  const row = buildReconciliationRow(facts, result, {
    engineVersion: ENGINE_VERSION,
    elapsedMs: Math.round(performance.now() - startedAt),
    attempts: job.attempts + 1,
    retryAt: result.retry ? retryTime(job.attempts) : null,
  });
  await saveReconciliation(pool, row);
  return result;
}

/** 5 s, 10 s, 20 s … one hour after now. */
function retryTime(attempts: number): Date {
  return new Date(Date.now() + 1000 * Math.min(LAST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.min(attempts, 20)));
}
