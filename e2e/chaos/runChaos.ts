import { setTimeout as sleep } from 'node:timers/promises';
import { createPool } from '@tributary/db';
import { describeDeed } from './ChaosEvent.ts';
import { ChaosNetwork, GRACE_SECONDS } from './ChaosNetwork.ts';
import type { ChaosSummary } from './ChaosSummary.ts';
import { checkAgainstScratch } from './checkAgainstScratch.ts';
import { NotSettledError } from './NotSettledError.ts';
import { planEvents } from './planEvents.ts';
import { playDeed, playEvents } from './playEvents.ts';
import { waitUntilDecided, waitUntilIndexed } from './waitUntilSettled.ts';

export interface ChaosOptions {
  readonly seed: string;
  readonly minutes: number;
  readonly settlementsPerSecond: number;
  /** Empty, and open to the account that Postgres runs as. */
  readonly folder: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The first model has to be trained. */
const OPEN_LIMIT_MS = 300_000;
const CATCH_UP_LIMIT_MS = 300_000;
/** What a chain of the devnet finalises below its head, and some. */
const FINAL_BLOCKS = 12;
const POOL_LIMIT_MS = 15_000;

/** One storm: the network, the events of the seed, calm, and what is left compared with what should be. */
export async function runChaos(options: ChaosOptions): Promise<ChaosSummary> {
  const { seed, minutes, log, signal } = options;
  const { events, last } = planEvents(seed, minutes);
  log(`seed ${seed}: ${events.length} events in ${minutes} min, planned for`);
  for (const event of events) log(`  ${(event.atMs / 1000).toFixed(1)} s: ${describeDeed(event)}`);
  const network = await ChaosNetwork.open(options);
  try {
    await waitForFirstModel(network, signal);
    log('the first model is open for questions: the storm begins');
    await playEvents(network, events, { seed, log, signal });

    const outcome = await playDeed(network, last, seed, true);
    log(`the actors stand still: ${describeDeed(last)}: ${outcome}`);
    const catchUpMs = await calmDown(network, log);
    const { ledger, verdicts } = await checkAgainstScratch(network, { limitMs: CATCH_UP_LIMIT_MS, log });
    const differences = [...ledger.differences, ...verdicts.differences];
    for (const { table, differingRows, examples } of differences) {
      log(`${table}: ${differingRows} rows differ`);
      for (const example of examples) log(`  ${example}`);
    }
    const count = (kind: string): number =>
      events.filter((event) => event.kind === kind).length + Number(last.kind === kind);
    const { steady, doubtful } = network.proxies;
    return {
      seed,
      minutes,
      events: events.length + 1,
      ends: count('end'),
      rpcFaults: count('fault'),
      reorgs: count('reorg'),
      ownEnds: network.ownEnds.length,
      rpcRequests: steady.counts.requests + doubtful.counts.requests,
      rpcRequestsSpoilt: steady.counts.spoilt + doubtful.counts.spoilt,
      liarsNamed: network.countLiarsNamed(),
      blocks: (await network.chain.fetchHead()).number,
      inferences: await countInferences(network.postgres.url),
      catchUpMs,
      comparedRows: ledger.rowCount,
      comparedVerdictRows: verdicts.rowCount,
      differingRows: sum(ledger.differences),
      differingVerdicts: sum(verdicts.differences),
    };
  } finally {
    await network.close();
  }
}

async function waitForFirstModel(network: ChaosNetwork, signal: AbortSignal): Promise<void> {
  const deadlineMs = performance.now() + OPEN_LIMIT_MS;
  while (network.countModelsOpened() === 0) {
    if (performance.now() > deadlineMs) {
      throw new NotSettledError({ who: 'the devnet', left: 'it opened no model', waitedMs: OPEN_LIMIT_MS });
    }
    await sleep(200, undefined, { signal });
  }
}

/** No more faults, no more transactions, everything runs: until index and verdicts are at the end of the chain. */
async function calmDown(network: ChaosNetwork, log: (line: string) => void): Promise<number> {
  const { proxies, chain, postgres } = network;
  proxies.steady.heal();
  proxies.doubtful.heal();
  await postgres.back;
  const startMs = performance.now();
  while ((await chain.fetchPendingCount()) > 0 && performance.now() - startMs < POOL_LIMIT_MS) await sleep(200);
  await chain.setMining(0);
  // Whoever has not paid by now will not: the time to pay is over for everything.
  await chain.mine(GRACE_SECONDS + FINAL_BLOCKS);
  const limits = { limitMs: CATCH_UP_LIMIT_MS, log };
  await waitUntilIndexed(postgres.url, await chain.fetchHead(), limits);
  log(`squid is at the end of the chain after ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
  await waitUntilDecided(postgres.url, limits);
  const catchUpMs = Math.round(performance.now() - startMs);
  log(`everything is decided after ${(catchUpMs / 1000).toFixed(1)} s`);
  await Promise.all([network.squid, ...network.engines].map((process_) => process_.stop()));
  return catchUpMs;
}

async function countInferences(databaseUrl: string): Promise<number> {
  const pool = createPool(databaseUrl, { max: 1 });
  const { rows } = await pool
    .query<{ count: number }>('select count(*)::int as count from inference')
    .finally(() => pool.end());
  return rows[0]!.count;
}

function sum(differences: readonly { differingRows: number }[]): number {
  return differences.reduce((total, { differingRows }) => total + differingRows, 0);
}
