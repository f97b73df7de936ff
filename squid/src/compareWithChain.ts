import type { Pool } from '@tributary/db';
import type { ChainClient } from './ChainClient.js';
import type { BlockId } from './ChainHeads.js';

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
  const indexed = await loadBlock(pool, 'select height as number, hash from squid_processor.status where id = 0');
  if (!indexed || indexed.number < 0) {
    // Nothing is indexed: whatever chain this is, it is the one.
    await pool.query('delete from squid_processor.origin');
    await saveOrigin(pool, client);
    return { kind: 'same' };
  }

  const chainHash = await client.fetchBlockHash(indexed.number);
  if (chainHash === indexed.hash) {
    await saveOrigin(pool, client);
    return { kind: 'same' };
  }
  if (chainHash !== undefined) {
    return { kind: 'other', blockNumber: indexed.number, indexedHash: indexed.hash, chainHash };
  }

  const chainHeight = await client.fetchHeight();
  // The newest indexed block that the chain may have, and its first one: a new chain may be too short for the former.
  const shared = [
    await loadBlock(
      pool,
      'select number, hash from block where number <= $1 order by number desc limit 1',
      chainHeight,
    ),
    await loadBlock(pool, 'select height as number, hash from squid_processor.origin'),
  ];
  for (const block of shared) {
    if (!block) continue;
    const hash = await client.fetchBlockHash(block.number);
    if (hash !== undefined && hash !== block.hash) {
      return { kind: 'other', blockNumber: block.number, indexedHash: block.hash, chainHash: hash };
    }
  }
  return { kind: 'behind', chainHeight, indexedHeight: indexed.number };
}

async function loadBlock(pool: Pool, query: string, ...parameters: number[]): Promise<BlockId | undefined> {
  return (await pool.query<BlockId>(query, parameters)).rows[0];
}

/** Block 1: anvil makes its genesis anew at every start from a state file. */
const ORIGIN_NUMBER = 1;

async function saveOrigin(pool: Pool, client: ChainClient): Promise<void> {
  if (await loadBlock(pool, 'select height as number, hash from squid_processor.origin')) return;
  const hash = await client.fetchBlockHash(ORIGIN_NUMBER);
  if (hash === undefined) return;
  await pool.query('insert into squid_processor.origin (id, height, hash) values (0, $1, $2)', [ORIGIN_NUMBER, hash]);
}
