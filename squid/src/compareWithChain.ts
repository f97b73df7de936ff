import type { Pool } from '@tributary/db';
import type { ChainClient } from './ChainClient.js';

/**
 * How the indexed blocks relate to the node's chain:
 * - `same`: the last block that was taken for final is on the chain;
 * - `behind`: the node has not got that far, and what it has agrees with what is indexed;
 * - `other`: the node has another block at an indexed height that counted as final: the chain was reset, or reorganised
 *   deeper than the configured finality.
 */
export type ChainComparison =
  | { kind: 'same' }
  | { kind: 'behind'; chainHeight: number; indexedHeight: number }
  | { kind: 'other'; blockNumber: number; indexedHash: string; chainHash: string };

export async function compareWithChain(pool: Pool, client: ChainClient): Promise<ChainComparison> {
  const indexed = await loadFinalBlock(pool);
  if (!indexed) return { kind: 'same' };

  const chainHash = await client.fetchBlockHash(indexed.blockNumber);
  if (chainHash === indexed.hash) return { kind: 'same' };
  if (chainHash !== undefined) {
    return { kind: 'other', blockNumber: indexed.blockNumber, indexedHash: indexed.hash, chainHash };
  }

  const chainHeight = await client.fetchHeight();
  const { rows } = await pool.query<{ number: number; hash: string }>(
    'select number, hash from block where number <= $1 order by number desc limit 1',
    [chainHeight],
  );
  const shared = rows[0];
  if (shared) {
    const hash = await client.fetchBlockHash(shared.number);
    if (hash !== undefined && hash !== shared.hash) {
      return { kind: 'other', blockNumber: shared.number, indexedHash: shared.hash, chainHash: hash };
    }
  }
  return { kind: 'behind', chainHeight, indexedHeight: indexed.blockNumber };
}

async function loadFinalBlock(pool: Pool): Promise<{ blockNumber: number; hash: string } | undefined> {
  const { rows } = await pool.query<{ height: number; hash: string }>(
    'select height, hash from squid_processor.status where id = 0 and height >= 0',
  );
  const status = rows[0];
  return status && { blockNumber: status.height, hash: status.hash };
}
