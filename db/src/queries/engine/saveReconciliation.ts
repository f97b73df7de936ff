import type { Pool } from 'pg';

/** A reconciliation as it is stored; amounts are exact. */
export interface ReconciliationToSave {
  inferenceId: string;
  inferenceBlockNumber: number;
  inferenceBlockHash: string;
  payoutsDigest: string;
  verdict: string;
  reason: string;
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
  evidence: unknown;
  evidenceDigest: string;
  lines: { recipient: string; role: string; contributionId: bigint; expectedWei: bigint | null; paidWei: bigint }[];
  shares: {
    contributionId: bigint;
    weight: bigint;
    shareBps: number;
    rows: { row: number; line: number; weight: bigint }[];
  }[];
  spans:
    | {
        start: number;
        end: number;
        tokenCount: number;
        rowCount: number;
        rows: { contributionId: bigint; line: number }[];
      }[]
    | null;
}

const toJson = ({ contributionId, line }: { contributionId: bigint; line: number }): object => ({
  contributionId: contributionId.toString(),
  line,
});

/**
 * Replaces the reconciliation of an inference, its lines and its shares, in one transaction. Where another try came to
 * the same verdict about the same inputs, the verdict keeps the time at which it was first reached.
 */
export async function saveReconciliation(pool: Pool, result: ReconciliationToSave): Promise<void> {
  const id = result.inferenceId;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`reconciliation/${id}`]);
    await client.query('DELETE FROM reconciliation_line WHERE reconciliation_id = $1', [id]);
    await client.query('DELETE FROM contribution_share WHERE reconciliation_id = $1', [id]);
    const { rows: replaced } = await client.query<{ decided_at: Date }>(
      `DELETE FROM reconciliation WHERE id = $1
       RETURNING CASE WHEN verdict = $2 AND inference_block_hash = $3 AND payouts_digest = $4 THEN decided_at END AS decided_at`,
      [id, result.verdict, result.inferenceBlockHash, result.payoutsDigest],
    );
    await client.query(
      `INSERT INTO reconciliation (id, inference_block_number, inference_block_hash, payouts_digest, verdict, reason,
         fee_wei, expected_wei, paid_wei, unattributed, method, query_cosine, query_block_error, backend, engine_version,
         elapsed_ms, attempts, retry_at, evidence, evidence_digest, spans, decided_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, coalesce($22, now()))`,
      [
        id,
        result.inferenceBlockNumber,
        result.inferenceBlockHash,
        result.payoutsDigest,
        result.verdict,
        result.reason,
        result.feeWei,
        result.expectedWei,
        result.paidWei,
        result.unattributed,
        result.method,
        result.queryCosine,
        result.queryBlockError,
        result.backend,
        result.engineVersion,
        result.elapsedMs,
        result.attempts,
        result.retryAt,
        JSON.stringify(result.evidence),
        result.evidenceDigest,
        result.spans && JSON.stringify(result.spans.map((span) => ({ ...span, rows: span.rows.map(toJson) }))),
        replaced[0]?.decided_at ?? null,
      ],
    );
    await client.query(
      `INSERT INTO reconciliation_line (id, reconciliation_id, position, recipient, role, contribution_id, expected_wei, paid_wei)
       SELECT $1::text || '-' || (n - 1), $1::text, n - 1, recipient, role, contribution, expected, paid
       FROM unnest($2::text[], $3::text[], $4::text[], $5::numeric[], $6::numeric[])
         WITH ORDINALITY AS line(recipient, role, contribution, expected, paid, n)`,
      [
        id,
        result.lines.map((line) => line.recipient),
        result.lines.map((line) => line.role),
        result.lines.map((line) => line.contributionId.toString()),
        result.lines.map((line) => line.expectedWei?.toString() ?? null),
        result.lines.map((line) => line.paidWei.toString()),
      ],
    );
    await client.query(
      `INSERT INTO contribution_share (id, reconciliation_id, contribution_id, weight, share_bps, rows)
       SELECT $1::text || '-' || contribution, $1::text, contribution, weight, bps, rows
       FROM unnest($2::text[], $3::numeric[], $4::int[], $5::jsonb[]) AS share(contribution, weight, bps, rows)`,
      [
        id,
        result.shares.map((share) => share.contributionId.toString()),
        result.shares.map((share) => share.weight.toString()),
        result.shares.map((share) => share.shareBps),
        result.shares.map((share) =>
          JSON.stringify(share.rows.map(({ row, line, weight }) => ({ row, line, weight: weight.toString() }))),
        ),
      ],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
