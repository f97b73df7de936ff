import type { Pool } from 'pg';
import { buildGraceOverSql, payoutsDigestSql } from './inferenceStateSql';

/** One settled inference with all that was in force for it. Wei and token counts are exact. */
export interface InferenceRecord {
  inferenceId: string;
  blockNumber: number;
  blockHash: string;
  transactionHash: string;
  settledAt: Date;
  feeWei: bigint;
  inputTokens: bigint;
  outputTokens: bigint;
  gateway: string;
  transcriptDigest: string;
  transcriptUri: string;
  model: {
    modelId: string;
    owner: string;
    artifactDigest: string;
    artifactUri: string;
    baseModelId: string | null;
    baseArtifactDigest: string | null;
    baseArtifactUri: string | null;
  } | null;
  /** Amounts as decimal text. */
  policy: {
    eventId: string;
    inputRateWei: string;
    outputRateWei: string;
    platformFeeWei: string;
    modelBps: number;
    stakerBps: number;
    contributorBps: number;
    unattributedRecipient: string;
  } | null;
  index: { eventId: string; method: string; root: string; uri: string; rowCount: string } | null;
  recipients: { platform: string; staker: string } | null;
  attribution: { method: string; queryDigest: string; sharesRoot: string; transactionHash: string } | null;
  /** Amounts as decimal text, in the order of their events. */
  payouts: { recipient: string; role: string; contributionId: string; amountWei: string }[];
  payoutsDigest: string;
  graceOver: boolean;
  /** Tries that were already made for exactly this block and these payouts. */
  attempts: number;
}

/** Loads one inference as of one snapshot; undefined when the chain does not have it (any more). */
export async function loadInferenceRecord(
  pool: Pool,
  inferenceId: string,
  graceSeconds: number,
): Promise<InferenceRecord | undefined> {
  const { rows } = await pool.query<InferenceRecord>(
    `SELECT i.id AS "inferenceId", i.block_number AS "blockNumber", i.block_hash AS "blockHash",
       i.transaction_hash AS "transactionHash", i.settled_at AS "settledAt", i.fee_wei AS "feeWei",
       i.input_tokens AS "inputTokens", i.output_tokens AS "outputTokens", i.signer AS gateway,
       i.transcript_digest AS "transcriptDigest", i.transcript_uri AS "transcriptUri",
       CASE WHEN m.id IS NOT NULL THEN json_build_object('modelId', m.id, 'owner', m.owner_id,
         'artifactDigest', m.artifact_digest, 'artifactUri', m.artifact_uri, 'baseModelId', base.id,
         'baseArtifactDigest', base.artifact_digest, 'baseArtifactUri', base.artifact_uri) END AS model,
       CASE WHEN f.id IS NOT NULL THEN json_build_object('eventId', f.id, 'inputRateWei', f.input_rate_wei::text,
         'outputRateWei', f.output_rate_wei::text, 'platformFeeWei', f.platform_fee_wei::text, 'modelBps', f.model_bps,
         'stakerBps', f.staker_bps, 'contributorBps', f.contributor_bps,
         'unattributedRecipient', f.unattributed_recipient_id) END AS policy,
       CASE WHEN x.id IS NOT NULL THEN json_build_object('eventId', x.id, 'method', x.method, 'root', x.index_root,
         'uri', x.index_uri, 'rowCount', x.row_count::text) END AS "index",
       CASE WHEN r.id IS NOT NULL THEN json_build_object('platform', r.platform_recipient_id,
         'staker', r.staker_recipient_id) END AS recipients,
       CASE WHEN a.id IS NOT NULL THEN json_build_object('method', a.method, 'queryDigest', a.query_digest,
         'sharesRoot', a.shares_root, 'transactionHash', a.transaction_hash) END AS attribution,
       coalesce((SELECT json_agg(json_build_object('recipient', p.recipient_id, 'role', p.role,
           'contributionId', p.claimed_contribution_id, 'amountWei', p.amount_wei::text) ORDER BY p.id)
         FROM payout p WHERE p.claimed_inference_id = i.id), '[]') AS payouts,
       ${payoutsDigestSql} AS "payoutsDigest",
       ${buildGraceOverSql('$2::integer')} AS "graceOver",
       coalesce((SELECT d.attempts FROM reconciliation d WHERE d.id = i.id
         AND d.inference_block_hash = i.block_hash AND d.payouts_digest = ${payoutsDigestSql}), 0) AS attempts
     FROM inference i
     LEFT JOIN model m ON m.id = i.model_id
     LEFT JOIN model base ON base.id = m.base_model_id
     LEFT JOIN fee_policy f ON f.id = i.fee_policy_id
     LEFT JOIN attribution_index x ON x.id = i.attribution_index_id
     LEFT JOIN protocol_recipients r ON r.id = i.protocol_recipients_id
     LEFT JOIN attribution a ON a.id = i.id
     WHERE i.id = $1`,
    [inferenceId, graceSeconds],
  );
  return rows[0];
}
