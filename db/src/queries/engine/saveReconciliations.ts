import type { Pool, PoolClient } from 'pg';
import type { ReconciliationToSave } from './ReconciliationToSave';

/**
 * Replaces the reconciliations of inferences, their lines and their shares, in one transaction and a statement a table.
 * Where another try came to the same verdict about the same inputs, the verdict keeps the time at which it was first
 * reached. Of two results for one inference the later counts.
 */
export async function saveReconciliations(pool: Pool, results: readonly ReconciliationToSave[]): Promise<void> {
  if (results.length === 0) return;
  // In one order everywhere: two batches that meet wait for each other, and never both.
  const ordered = [...new Map(results.map((result) => [result.inferenceId, result])).values()].sort((a, b) =>
    a.inferenceId < b.inferenceId ? -1 : 1,
  );
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const replacedIds = await saveVerdicts(client, ordered);
    if (replacedIds.length > 0) {
      await client.query('DELETE FROM reconciliation_line WHERE reconciliation_id = ANY($1::text[])', [replacedIds]);
      await client.query('DELETE FROM contribution_share WHERE reconciliation_id = ANY($1::text[])', [replacedIds]);
    }
    await saveLines(client, ordered);
    await saveShares(client, ordered);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/**
 * Comes first: whoever else saves one of them waits at its row, and then replaces what this one wrote.
 *
 * @returns the inferences that had a verdict before
 */
async function saveVerdicts(client: PoolClient, results: readonly ReconciliationToSave[]): Promise<string[]> {
  // xmax tells apart what an upsert did: a new row has none, a replaced one carries the lock that it was replaced under.
  const { rows } = await client.query<{ id: string; isReplaced: boolean }>(
    `INSERT INTO reconciliation AS known (id, inference_block_number, inference_block_hash, payouts_digest, verdict,
       reason, fee_wei, expected_wei, paid_wei, unattributed, method, query_cosine, query_block_error, backend,
       engine_version, elapsed_ms, attempts, retry_at, evidence, evidence_digest, spans, decided_at)
     SELECT id, inference_block_number, inference_block_hash, payouts_digest, verdict,
       reason, fee_wei, expected_wei, paid_wei, unattributed, method, query_cosine, query_block_error, backend,
       engine_version, elapsed_ms, attempts, retry_at, string_to_table, evidence_digest, spans, now()
     FROM ROWS FROM (
       jsonb_to_recordset($1::jsonb) AS (id text, inference_block_number int, inference_block_hash text,
         payouts_digest text, verdict text, reason text, fee_wei numeric, expected_wei numeric, paid_wei numeric,
         unattributed boolean, method text, query_cosine numeric, query_block_error numeric, backend text,
         engine_version text, elapsed_ms int, attempts int, retry_at timestamptz, evidence_digest text, spans jsonb),
       string_to_table($2, E'\n')) AS result
     ON CONFLICT (id) DO UPDATE SET
       inference_block_number = excluded.inference_block_number,
       inference_block_hash = excluded.inference_block_hash, payouts_digest = excluded.payouts_digest,
       verdict = excluded.verdict, reason = excluded.reason, fee_wei = excluded.fee_wei,
       expected_wei = excluded.expected_wei, paid_wei = excluded.paid_wei, unattributed = excluded.unattributed,
       method = excluded.method, query_cosine = excluded.query_cosine,
       query_block_error = excluded.query_block_error, backend = excluded.backend,
       engine_version = excluded.engine_version, elapsed_ms = excluded.elapsed_ms, attempts = excluded.attempts,
       retry_at = excluded.retry_at, evidence = excluded.evidence, evidence_digest = excluded.evidence_digest,
       spans = excluded.spans,
       decided_at = CASE WHEN known.verdict = excluded.verdict AND known.payouts_digest = excluded.payouts_digest
         AND known.inference_block_hash = excluded.inference_block_hash THEN known.decided_at ELSE now() END
     RETURNING id, xmax <> 0 AS "isReplaced"`,
    // JSON without spaces has no line break in it; evidence is the largest part, and so is parsed by nobody.
    [JSON.stringify(results.map(toRecord)), results.map(({ evidence }) => evidence).join('\n')],
  );
  return rows.filter(({ isReplaced }) => isReplaced).map(({ id }) => id);
}

/** By column names; amounts as decimal text, because JSON knows no exact numbers. */
function toRecord(result: ReconciliationToSave): object {
  return {
    id: result.inferenceId,
    inference_block_number: result.inferenceBlockNumber,
    inference_block_hash: result.inferenceBlockHash,
    payouts_digest: result.payoutsDigest,
    verdict: result.verdict,
    reason: result.reason,
    fee_wei: result.feeWei.toString(),
    expected_wei: result.expectedWei?.toString() ?? null,
    paid_wei: result.paidWei.toString(),
    unattributed: result.unattributed,
    method: result.method,
    query_cosine: result.queryCosine,
    query_block_error: result.queryBlockError,
    backend: result.backend,
    engine_version: result.engineVersion,
    elapsed_ms: result.elapsedMs,
    attempts: result.attempts,
    retry_at: result.retryAt,
    evidence_digest: result.evidenceDigest,
    spans:
      result.spans?.map(({ rows, ...span }) => ({
        ...span,
        rows: rows.map(({ contributionId, line }) => ({ contributionId: contributionId.toString(), line })),
      })) ?? null,
  };
}

async function saveLines(client: PoolClient, results: readonly ReconciliationToSave[]): Promise<void> {
  const lines = results.flatMap(({ lines }) => lines);
  await client.query(
    `INSERT INTO reconciliation_line (id, reconciliation_id, position, recipient, role, contribution_id, expected_wei, paid_wei)
     SELECT inference || '-' || position, inference, position, recipient, role, contribution, expected, paid
     FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::numeric[])
       AS line(inference, position, recipient, role, contribution, expected, paid)`,
    [
      buildTextArray(results.flatMap(({ inferenceId, lines }) => lines.map(() => inferenceId))),
      buildNumberArray(results.flatMap(({ lines }) => lines.map((_, position) => position))),
      buildTextArray(lines.map((line) => line.recipient)),
      buildTextArray(lines.map((line) => line.role)),
      buildNumberArray(lines.map((line) => line.contributionId)),
      buildNumberArray(lines.map((line) => line.expectedWei)),
      buildNumberArray(lines.map((line) => line.paidWei)),
    ],
  );
}

async function saveShares(client: PoolClient, results: readonly ReconciliationToSave[]): Promise<void> {
  const shares = results.flatMap(({ shares }) => shares);
  await client.query(
    `INSERT INTO contribution_share (id, reconciliation_id, contribution_id, weight, share_bps, rows)
     SELECT inference || '-' || contribution, inference, contribution, weight, bps, rows
     FROM ROWS FROM (unnest($1::text[]), unnest($2::text[]), unnest($3::numeric[]), unnest($4::int[]),
         jsonb_array_elements($5::jsonb))
       AS share(inference, contribution, weight, bps, rows)`,
    [
      buildTextArray(results.flatMap(({ inferenceId, shares }) => shares.map(() => inferenceId))),
      buildNumberArray(shares.map((share) => share.contributionId)),
      buildNumberArray(shares.map((share) => share.weight)),
      buildNumberArray(shares.map((share) => share.shareBps)),
      JSON.stringify(
        shares.map((share) => share.rows.map(({ row, line, weight }) => ({ row, line, weight: weight.toString() }))),
      ),
    ],
  );
}

/** What needs no quotes within an array of Postgres: digits, hex, addresses, roles. */
const PLAIN = /^(?!null$)[\w.+-]+$/i;

/** The text of a Postgres array; where a value has to be quoted, it is left to the driver, which is several times slower. */
function buildTextArray(values: readonly string[]): string | readonly string[] {
  return values.every((value) => PLAIN.test(value)) ? `{${values.join(',')}}` : values;
}

function buildNumberArray(values: readonly (number | bigint | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}
