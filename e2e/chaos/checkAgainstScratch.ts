import { applyMigrations } from '@tributary/db';
import type { ChaosNetwork } from './ChaosNetwork.ts';
import { LEDGER_TABLES, VERDICT_TABLES } from './COMPARED_TABLES.ts';
import { compareTables, type Comparison } from './compareTables.ts';
import { waitUntilDecided, waitUntilIndexed, type WaitOptions } from './waitUntilSettled.ts';

/**
 * Indexes the final chain once more into an empty database and decides everything there once more, by processes that
 * nobody disturbs, and compares both with what the disturbed ones made.
 */
export async function checkAgainstScratch(
  network: ChaosNetwork,
  options: WaitOptions,
): Promise<{ ledger: Comparison; verdicts: Comparison }> {
  const { chain, chainUrl, postgres } = network;
  const scratchUrl = await postgres.createDatabase('scratch');
  await applyMigrations(scratchUrl);

  const squid = network.createSquid('squid from scratch', () => ({ databaseUrl: scratchUrl, rpcUrl: chainUrl }));
  try {
    await squid.start();
    await waitUntilIndexed(scratchUrl, await chain.fetchHead(), options);
  } finally {
    await squid.stop();
  }
  const ledger = await compareTables(postgres.url, scratchUrl, LEDGER_TABLES);
  options.log(`${ledger.rowCount} rows of the chain compared`);

  const engines = [1, 2].map((number) => network.createEngine(`engine from scratch ${number}`, scratchUrl));
  try {
    await Promise.all(engines.map((engine) => engine.start()));
    await waitUntilDecided(scratchUrl, options);
  } finally {
    await Promise.all(engines.map((engine) => engine.stop()));
  }
  const verdicts = await compareTables(postgres.url, scratchUrl, VERDICT_TABLES);
  options.log(`${verdicts.rowCount} rows of verdicts compared`);
  return { ledger, verdicts };
}
