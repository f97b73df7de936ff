import type { Pool } from 'pg';

/** Who contributed what: contributionId → address. Unknown ids are missing. */
export async function loadContributors(pool: Pool, contributionIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ id: string; contributor: string }>(
    'SELECT id, contributor_id AS contributor FROM contribution WHERE id = ANY($1)',
    [contributionIds],
  );
  return new Map(rows.map(({ id, contributor }) => [id, contributor]));
}
