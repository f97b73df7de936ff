import type { Pool } from '@tributary/db';
import type { ChainHeads } from './ChainHeads.js';

/** Writes where the chain stands into its one row. Past the change log: it is no fact of a block, and nothing undoes it. */
export async function saveChainHead(pool: Pool, { latest, safe, finalized }: ChainHeads): Promise<void> {
  await pool.query(
    `insert into chain_head (id, latest_block_number, latest_block_hash, safe_block_number, safe_block_hash,
       finalized_block_number, finalized_block_hash, updated_at)
     values ('head', $1, $2, $3, $4, $5, $6, now())
     on conflict (id) do update set
       latest_block_number = excluded.latest_block_number, latest_block_hash = excluded.latest_block_hash,
       safe_block_number = excluded.safe_block_number, safe_block_hash = excluded.safe_block_hash,
       finalized_block_number = excluded.finalized_block_number,
       finalized_block_hash = excluded.finalized_block_hash, updated_at = excluded.updated_at`,
    [latest.number, latest.hash, safe.number, safe.hash, finalized.number, finalized.hash],
  );
}
