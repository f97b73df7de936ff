import { createTestDatabase } from '@tributary/db/testing';
import { createPublicClient, http } from 'viem';
import { loadChainRows, type Row } from './loadChainRows.js';
import { startIndexer } from './startIndexer.js';

/** What an index from scratch makes of the chain as it is now: every row of every chain table. */
export async function indexFromScratch(
  rpcUrl: string,
  env: Record<string, string> = {},
): Promise<Record<string, Row[]>> {
  const database = await createTestDatabase();
  const indexer = startIndexer({ databaseUrl: database.url, rpcUrl, env });
  try {
    await indexer.waitForHead((await createPublicClient({ transport: http(rpcUrl), cacheTime: 0 }).getBlock()).hash);
    return await loadChainRows(database.url);
  } finally {
    await indexer.stop();
    await database.close();
  }
}
