import type { Pool } from 'pg';

/** An index of which nobody has measured how far to trust it, as the chain names it. */
export interface UnmeasuredIndex {
  /** Of the event that committed it. */
  indexId: string;
  indexRoot: string;
  indexUri: string;
  method: string;
  /** Null when the chain knows no such model. */
  modelId: string | null;
  artifact: { digest: string; uri: string } | null;
  /** Null when the base model is not registered. */
  baseArtifact: { digest: string; uri: string } | null;
}

/** Indexes that were never measured, are others than those that were, or whose retry is due; oldest first. */
export async function loadUnmeasuredIndexes(pool: Pool, limit: number): Promise<UnmeasuredIndex[]> {
  const { rows } = await pool.query<UnmeasuredIndex>(
    `SELECT x.id AS "indexId", x.index_root AS "indexRoot", x.index_uri AS "indexUri", x.method,
       x.model_id AS "modelId",
       CASE WHEN m.id IS NOT NULL THEN jsonb_build_object('digest', m.artifact_digest, 'uri', m.artifact_uri) END AS artifact,
       CASE WHEN b.id IS NOT NULL THEN jsonb_build_object('digest', b.artifact_digest, 'uri', b.artifact_uri) END AS "baseArtifact"
     FROM attribution_index x
     LEFT JOIN model m ON m.id = x.model_id
     LEFT JOIN model b ON b.id = m.base_model_id
     WHERE NOT EXISTS (
       SELECT FROM index_quality q
       WHERE q.id = x.id AND q.index_root = x.index_root AND q.model_id IS NOT DISTINCT FROM x.model_id
         AND (q.retry_at IS NULL OR q.retry_at > now()))
     ORDER BY x.block_number, x.log_index
     LIMIT $1`,
    [limit],
  );
  return rows;
}
