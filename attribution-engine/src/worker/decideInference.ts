import { deleteReconciliation, loadContributors, loadInferenceRecord, saveReconciliation } from '@tributary/db';
import { canonicalJson, digestOf, type ContributionWeight } from '@tributary/protocol';
import type { Pool } from 'pg';
import type { ContributionSource } from '../method/AttributionMethod.js';
import type { ModelLibrary } from '../model/modelLibrary.js';
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
  await saveReconciliation(pool, {
    ...result,
    inferenceId: facts.inferenceId,
    inferenceBlockNumber: facts.blockNumber,
    inferenceBlockHash: facts.blockHash,
    payoutsDigest: facts.payoutsDigest,
    feeWei: facts.feeWei,
    engineVersion: ENGINE_VERSION,
    elapsedMs: Math.round(performance.now() - startedAt),
    attempts: job.attempts + 1,
    retryAt: result.retry ? retryTime(job.attempts) : null,
    evidenceDigest: digestOf(canonicalJson(result.evidence)),
    shares: result.shares.map((share) => ({ ...share, shareBps: shareBps(share, result.shares) })),
  });
  return result;
}

/** 5 s, 10 s, 20 s … one hour after now. */
function retryTime(attempts: number): Date {
  return new Date(Date.now() + 1000 * Math.min(LAST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.min(attempts, 20)));
}

/** For display only: rounded down. */
function shareBps(share: ContributionWeight, all: readonly ContributionWeight[]): number {
  const sum = all.reduce((total, { weight }) => total + weight, 0n);
  return Number((10_000n * share.weight) / sum);
}
