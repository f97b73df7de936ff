import { createHash } from 'node:crypto';
import type { ReconciliationToSave } from '@tributary/db';
import { canonicalJson } from '@tributary/protocol';
import type { InferenceFacts } from './inferenceFacts.js';
import type { ReconciliationResult } from './reconciliation.js';

/** How a decision was made, beside what was decided. */
export interface Decision {
  engineVersion: string;
  elapsedMs: number;
  /** This one included. */
  attempts: number;
  retryAt: Date | null;
}

/** A verdict as it is stored: with the digest of its evidence, and each share as a part of the whole. */
export function buildReconciliationRow(
  facts: InferenceFacts,
  result: ReconciliationResult,
  decision: Decision,
): ReconciliationToSave {
  const evidence = canonicalJson(result.evidence);
  const weightSum = result.shares.reduce((sum, { weight }) => sum + weight, 0n);
  return {
    ...result,
    ...decision,
    inferenceId: facts.inferenceId,
    inferenceBlockNumber: facts.blockNumber,
    inferenceBlockHash: facts.blockHash,
    payoutsDigest: facts.payoutsDigest,
    feeWei: facts.feeWei,
    evidence: new TextDecoder().decode(evidence),
    // As `digestOf` of the protocol, by the machine's own code: evidence is kilobytes, and there is one for every answer.
    evidenceDigest: `0x${createHash('sha256').update(evidence).digest('hex')}`,
    // For display only: rounded down.
    shares: result.shares.map((share) => ({ ...share, shareBps: Number((10_000n * share.weight) / weightSum) })),
  };
}
