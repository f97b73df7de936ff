import { setTimeout as sleep } from 'node:timers/promises';
import { resetChainTables, type Pool } from '@tributary/db';
import type { ChainClient, Log } from './ChainClient.js';
import { compareWithChain } from './compareWithChain.js';
import { loadIndexAgainReason } from './loadIndexAgainReason.js';

const BEHIND_PAUSE_MS = 500;
/** How long a development chain may be below what was final, before it counts as cut off there. */
const CUT_OFF_MS = 5_000;

export interface SettleOptions {
  pool: Pool;
  client: ChainClient;
  databaseUrl: string;
  log: Log;
}

/**
 * Waits until the index continues the node's chain. A chain that was reset, reorganised below its finality, or (on a
 * development node, where anybody may do that) cut off below it, is indexed again from its start: the chain tables are a
 * cache. A node that is merely late is waited for, and nothing is cleared.
 */
export async function settleOnChain({ pool, client, databaseUrl, log }: SettleOptions): Promise<void> {
  const reason = await loadIndexAgainReason(pool);
  if (reason !== undefined) {
    log(`the index must be made again: ${reason}. Clearing the chain tables; verdicts are kept.`);
    await resetChainTables(databaseUrl);
    return;
  }
  for (let behindSinceMs: number | undefined; ;) {
    const comparison = await compareWithChain(pool, client);
    if (comparison.kind === 'same') return;
    if (comparison.kind === 'other') {
      const { blockNumber, indexedHash, chainHash } = comparison;
      log(
        `block ${blockNumber} was indexed as ${indexedHash} and is ${chainHash} on the chain now: the chain was reset, or ` +
          'reorganised deeper than its finality. Clearing the chain tables and indexing again; verdicts are kept.',
      );
      await resetChainTables(databaseUrl);
      return;
    }
    const { chainHeight, indexedHeight } = comparison;
    const nowMs = performance.now();
    if (behindSinceMs === undefined) {
      log(
        `the node is at block ${chainHeight}, ${indexedHeight} is indexed as final; waiting for the node to catch up`,
      );
      behindSinceMs = nowMs;
    }
    if (nowMs - behindSinceMs > CUT_OFF_MS && (await client.fetchIsDevelopmentNode())) {
      log(`the development chain ends at block ${chainHeight} now. Clearing the chain tables and indexing it again.`);
      await resetChainTables(databaseUrl);
      return;
    }
    await sleep(BEHIND_PAUSE_MS);
  }
}
