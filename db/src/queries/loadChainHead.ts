import type { ReadDatabase } from './ReadDatabase';
import { sql } from './sql';

/** A block by its place and its bytes. */
export interface BlockPoint {
  blockNumber: number;
  blockHash: string;
}

/** Where the node's chain stands, and how far the index has followed it there. */
export interface ChainHeadRow {
  latest: BlockPoint;
  safe: BlockPoint;
  finalized: BlockPoint;
  updatedAt: Date;
  /**
   * Up to here squid has compared what is indexed with what the chain keeps; never above `finalized`. Null before the
   * first block.
   */
  settledBlockNumber: number | null;
}

/** Null while squid has not asked the node yet. */
export async function loadChainHead(db: ReadDatabase): Promise<ChainHeadRow | null> {
  const [head] = await db.load<ChainHeadRow>(sql`
    SELECT jsonb_build_object('blockNumber', h.latest_block_number, 'blockHash', h.latest_block_hash) AS latest,
      jsonb_build_object('blockNumber', h.safe_block_number, 'blockHash', h.safe_block_hash) AS safe,
      jsonb_build_object('blockNumber', h.finalized_block_number, 'blockHash', h.finalized_block_hash) AS finalized,
      h.updated_at AS "updatedAt",
      (SELECT max(least(s.height, h.finalized_block_number)) FROM squid_processor.status s WHERE s.height >= 0)
        AS "settledBlockNumber"
    FROM chain_head h WHERE h.id = 'head'`);
  return head ?? null;
}
