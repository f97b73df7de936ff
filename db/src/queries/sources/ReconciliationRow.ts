import { payoutsDigestSql } from '../engine/inferenceStateSql';
import type { EntitySource } from '../EntitySource';

export type VerdictName =
  | 'MATCHED'
  | 'MISPAID'
  | 'UNDERPAID'
  | 'OVERPAID'
  | 'UNPAID'
  | 'FORGED_QUERY'
  | 'BAD_INDEX'
  | 'UNAVAILABLE'
  | 'PENDING';

export interface ReconciliationRow {
  /** The inferenceId. */
  id: string;
  verdict: VerdictName;
  reason: string;
  /** The chain no longer says what this result is about. */
  stale: boolean;
  feeWei: bigint;
  expectedWei: bigint | null;
  paidWei: bigint;
  unattributed: boolean | null;
  method: string | null;
  queryCosine: number | null;
  queryBlockError: number | null;
  backend: string | null;
  engineVersion: string;
  elapsedMs: number;
  attempts: number;
  retryAt: Date | null;
  decidedAt: Date;
  /** Canonical JSON. */
  evidence: string;
  evidenceDigest: string;
  spans: AnswerSpanColumn[] | null;
}

/** A verbatim run of an answer, as the column holds it. */
export interface AnswerSpanColumn {
  start: number;
  end: number;
  tokenCount: number;
  rowCount: number;
  rows: { contributionId: string; line: number }[];
}

/**
 * Whether reconciliation `r` is about something else than inference `i` (which may be null) as the chain has it now: the
 * settlement stands in another block, or its payouts are not those that were compared. (CASE keeps Postgres from estimating that
 * hardly any reconciliation is current, and from plans that read all of them for one page.)
 */
export const staleReconciliationSql = `CASE
  WHEN i.id IS NULL OR i.block_hash <> r.inference_block_hash THEN TRUE
  ELSE r.payouts_digest <> ${payoutsDigestSql} END`;

export const reconciliationSource: EntitySource<ReconciliationRow> = {
  from: 'reconciliation r LEFT JOIN inference i ON i.id = r.id',
  key: 'r.id',
  columns: {
    id: 'r.id',
    verdict: 'r.verdict::text',
    reason: 'r.reason',
    stale: staleReconciliationSql,
    feeWei: 'r.fee_wei',
    expectedWei: 'r.expected_wei',
    paidWei: 'r.paid_wei',
    unattributed: 'r.unattributed',
    method: 'r.method',
    queryCosine: 'r.query_cosine::float8',
    queryBlockError: 'r.query_block_error::float8',
    backend: 'r.backend',
    engineVersion: 'r.engine_version',
    elapsedMs: 'r.elapsed_ms',
    attempts: 'r.attempts',
    retryAt: 'r.retry_at',
    decidedAt: 'r.decided_at',
    evidence: 'r.evidence',
    evidenceDigest: 'r.evidence_digest',
    spans: 'r.spans',
  },
};
