import type { Pool } from 'pg';

/** Takes a verdict back, with its lines and shares: the inference is pending again. */
export async function deleteReconciliation(pool: Pool, inferenceId: string): Promise<void> {
  await pool.query(
    `WITH line AS (DELETE FROM reconciliation_line WHERE reconciliation_id = $1),
          share AS (DELETE FROM contribution_share WHERE reconciliation_id = $1)
     DELETE FROM reconciliation WHERE id = $1`,
    [inferenceId],
  );
}
