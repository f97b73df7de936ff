import type { Pool } from '@tributary/db';

/** Why what is indexed must be indexed again, as a migration says that adds tables; undefined: it need not be. */
export async function loadIndexAgainReason(pool: Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ reason: string }>('select reason from squid_processor.index_again');
  return rows[0]?.reason;
}
