import { canonicalJson, digestOf, type Digest, type Verdict } from '@tributary/protocol';
import { createContributionSource } from '../method/createContributionSource.js';
import type { BlobSource } from '../blobs/blobSource.js';
import type { ModelLibrary } from '../model/modelLibrary.js';
import type { InferenceFacts } from '../reconcile/inferenceFacts.js';
import { reconcileInference } from '../reconcile/reconcileInference.js';
import type { ReconciliationResult } from '../reconcile/reconciliation.js';
import type { LedgerView, MemoryLedger } from './MemoryLedger.js';

/** One inference with what was found out about it. */
export interface VerifiedInference {
  inferenceId: string;
  blockNumber: number;
  blockHash: string;
  transactionHash: string;
  feeWei: bigint;
  verdict: Verdict;
  /** One sentence for people. */
  reason: string;
  method: string | null;
  /** What scored; null when nothing had to, or could. */
  backend: string | null;
  /** Null when it could not be computed. */
  expectedWei: bigint | null;
  paidWei: bigint;
  lines: ReconciliationResult['lines'];
  /** JSON-safe; null while the inference is pending. */
  evidence: Record<string, unknown> | null;
  /** Names the canonical form of the evidence. */
  evidenceDigest: Digest | null;
}

export interface VerifyOptions {
  ledger: MemoryLedger;
  inferenceIds: readonly string[];
  view: LedgerView;
  library: ModelLibrary;
  blobs: BlobSource;
  /** When the block was made, by its number and hash. */
  fetchTimestamp: (block: { number: number; hash: string }) => Promise<Date>;
  onProgress?: (done: number, total: number) => void;
}

/** Together, so that answers of one model are scored in one pass over its index. */
const AT_ONCE = 8;

/** Recomputes inferences with the very functions the engine's workers use; one that is not on the ledger is left out. */
export async function verifyInferences(options: VerifyOptions): Promise<VerifiedInference[]> {
  const { ledger, inferenceIds, view, library, blobs, fetchTimestamp, onProgress } = options;
  const source = createContributionSource(async (id) => ledger.getContribution(id)?.content, blobs);
  const loadContributors = async (ids: readonly string[]): Promise<Map<string, string>> =>
    new Map(
      ids.flatMap((id) => {
        const contribution = ledger.getContribution(id);
        return contribution ? [[id, contribution.contributor] as const] : [];
      }),
    );
  const verifyOne = async (inferenceId: string): Promise<VerifiedInference[]> => {
    const block = ledger.getSettlementBlock(inferenceId);
    const facts = block && ledger.getFacts(inferenceId, await fetchTimestamp(block), view);
    if (!facts) return [];
    if (facts.payouts.length === 0 && !facts.graceOver) return [pendingOf(facts, view)];
    return [conclude(facts, await reconcileInference(facts, { library, source, loadContributors }))];
  };

  const verified: VerifiedInference[] = [];
  for (let i = 0; i < inferenceIds.length; i += AT_ONCE) {
    const some = await Promise.all(inferenceIds.slice(i, i + AT_ONCE).map(verifyOne));
    verified.push(...some.flat());
    onProgress?.(Math.min(i + AT_ONCE, inferenceIds.length), inferenceIds.length);
  }
  return verified;
}

function conclude(facts: InferenceFacts, result: ReconciliationResult): VerifiedInference {
  const { verdict, reason, method, backend, expectedWei, paidWei, lines, evidence } = result;
  return {
    ...placeOf(facts),
    ...{ verdict, reason, method, backend, expectedWei, paidWei, lines, evidence },
    evidenceDigest: digestOf(canonicalJson(evidence)),
  };
}

function pendingOf(facts: InferenceFacts, { graceSeconds }: LedgerView): VerifiedInference {
  return {
    ...placeOf(facts),
    verdict: 'PENDING',
    reason: `Nothing was paid yet, and the ${graceSeconds} s for it are not over.`,
    ...{ method: facts.index?.method ?? null, backend: null, expectedWei: null, paidWei: 0n, lines: [] },
    ...{ evidence: null, evidenceDigest: null },
  };
}

function placeOf(
  facts: InferenceFacts,
): Pick<VerifiedInference, 'inferenceId' | 'blockNumber' | 'blockHash' | 'transactionHash' | 'feeWei'> {
  const { inferenceId, blockNumber, blockHash, transactionHash, feeWei } = facts;
  return { inferenceId, blockNumber, blockHash, transactionHash, feeWei };
}
