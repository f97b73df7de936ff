import type { Pool } from 'pg';

/** The bytes that a contribution consists of, by their digest; undefined when there is no such contribution. */
export async function loadContributionContent(
  pool: Pool,
  contributionId: string,
): Promise<{ digest: string; uri: string } | undefined> {
  const { rows } = await pool.query<{ digest: string; uri: string }>(
    'SELECT content_digest AS digest, content_uri AS uri FROM contribution WHERE id = $1',
    [contributionId],
  );
  return rows[0];
}
