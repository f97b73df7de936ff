import type { Pool } from 'pg';

/**
 * Takes back the verdicts about inferences that the chain does not hold any more: a reorg dropped their blocks, and the
 * index has reached their height again without them, or the head of a chain that is shorter now. Below that it may only
 * be an index that is made anew.
 *
 * @param recentBlocks only verdicts about this many newest blocks are looked at
 * @returns the ids of the inferences
 */
export async function deleteRetracted(pool: Pool, recentBlocks: number): Promise<string[]> {
  const { rows: known } = await pool.query<{ isThere: boolean }>(
    `SELECT to_regclass('squid_processor.hot_block') IS NOT NULL AS "isThere"`,
  );
  // squid makes it when it starts for the first time: before that nothing is indexed.
  if (!known[0]!.isThere) return [];
  const { rows } = await pool.query<{ id: string }>(
    `WITH indexed AS (SELECT max(height) AS height, (SELECT latest_block_number FROM chain_head) AS head FROM
       (SELECT height FROM squid_processor.status UNION ALL SELECT height FROM squid_processor.hot_block) AS known),
     gone AS (
       DELETE FROM reconciliation r USING indexed
       WHERE (r.inference_block_number <= indexed.height OR indexed.height >= indexed.head)
         AND r.inference_block_number::bigint > indexed.height - $1::bigint
         AND NOT EXISTS (SELECT FROM inference i WHERE i.id = r.id)
       RETURNING r.id),
     line AS (DELETE FROM reconciliation_line WHERE reconciliation_id IN (SELECT id FROM gone)),
     share AS (DELETE FROM contribution_share WHERE reconciliation_id IN (SELECT id FROM gone))
     SELECT id FROM gone`,
    [recentBlocks],
  );
  return rows.map(({ id }) => id);
}
