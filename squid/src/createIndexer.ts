import { setTimeout as sleep } from 'node:timers/promises';
import { applyMigrations, createPool, isAccessRefused } from '@tributary/db';
import type { HealthCheck, Log, Registry } from '@tributary/operations';
import { FatalError } from '@tributary/protocol';
import { BackfillProgress } from './BackfillProgress.js';
import { ChainClient } from './ChainClient.js';
import type { IndexerConfig } from './config.js';
import { BehindHeadError, WrongChainError } from './errors.js';
import { HeadTracker } from './HeadTracker.js';
import { IndexerMetrics } from './IndexerMetrics.js';
import { openRpc } from './openRpc.js';
import type { ProcessorMetrics } from './ProcessorMetrics.js';
import { runIndexer } from './runIndexer.js';
import { saveChainHead } from './saveChainHead.js';
import { settleOnChain } from './settleOnChain.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** A run that lasted this long was well: the next failure is a new one. */
const WELL_MS = 30_000;
/** A statement of ours that takes longer waits for something that will not come. */
const STATEMENT_TIMEOUT_MS = 10_000;
/** An index that is behind for longer is not well, unless it is reading a long chain for the first time. */
const LAG_SECONDS = 30;

/** An indexer whose chain was checked and whose index continues it. */
export interface Indexer {
  checks: readonly HealthCheck[];
  /** Indexes without end; rejects for a wrong setting or a defect only. */
  run(): Promise<void>;
  /** Every write is one transaction with the indexed height: stopping at any moment loses nothing. */
  stop(): Promise<void>;
}

/** Connects to chain and database and waits until the index continues the chain. */
export async function createIndexer(
  config: IndexerConfig,
  tools: { log: Log; registry: Registry; processorMetrics: ProcessorMetrics },
): Promise<Indexer> {
  const { databaseUrl, deployment } = config;
  const log = (line: string): void => tools.log('info', line);
  const rpc = await openRpc(config, log);
  const client = new ChainClient(rpc.url, log);
  const actualChainId = await client.fetchChainId();
  if (actualChainId !== deployment.chainId) {
    throw new WrongChainError({ rpcUrl: rpc.url, expectedChainId: deployment.chainId, actualChainId });
  }
  const pool = createPool(databaseUrl, {
    max: 1,
    applicationName: 'squid-watch',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const metrics = new IndexerMetrics(tools.registry);
  const progress = new BackfillProgress(log);
  const ended = new AbortController();
  const heads = new HeadTracker({
    client,
    rule: deployment.finality,
    pollIntervalMs: deployment.blockTimeSeconds <= 2 ? 200 : 1_000,
    onChange: (changed) => {
      metrics.setHeads(changed);
      return saveChainHead(pool, changed);
    },
  });

  /** Again and again until it ends well: reorgs below finality, a database that restarts, a node that contradicts itself. */
  const persist = async (attempt: () => Promise<void>, isEndless: boolean): Promise<void> => {
    for (let pauseMs = FIRST_PAUSE_MS; !ended.signal.aborted;) {
      const startMs = performance.now();
      try {
        await attempt();
        if (!isEndless) return;
      } catch (error) {
        if (ended.signal.aborted) return;
        if (error instanceof FatalError || isAccessRefused(error)) throw error;
        tools.log('warn', `interrupted: ${(error as Error).message || (error as Error).name}`);
      }
      pauseMs = performance.now() - startMs > WELL_MS ? FIRST_PAUSE_MS : pauseMs;
      await sleep(pauseMs, undefined, { signal: ended.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  };
  const settle = (): Promise<void> => settleOnChain({ pool, client, databaseUrl, log });

  await persist(async () => {
    await applyMigrations(databaseUrl);
    await settle();
  }, false);
  log(`indexing chain ${deployment.chainId}`);
  let isSettled = true;
  return {
    checks: [
      { name: 'database', run: async () => void (await pool.query('select 1')) },
      {
        name: 'index',
        run: async () => {
          const lagSeconds = metrics.getLagSeconds();
          if (lagSeconds > LAG_SECONDS && !progress.isBackfilling) throw new BehindHeadError({ lagSeconds });
          return metrics.getPlace();
        },
      },
    ],
    async run() {
      const tracking = heads.run(ended.signal);
      const indexing = persist(async () => {
        if (!isSettled) await settle();
        isSettled = false;
        metrics.startRun();
        const { processorMetrics } = tools;
        await runIndexer({ deployment, client, heads, processorMetrics, metrics, progress });
      }, true);
      await Promise.race([tracking, indexing]);
      await indexing;
    },
    async stop() {
      ended.abort();
      await rpc.close();
      await pool.end();
    },
  };
}
