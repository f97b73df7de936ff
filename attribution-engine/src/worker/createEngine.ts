import {
  CHAIN_CHANNEL,
  createPool,
  deleteRetracted,
  listenToChannels,
  loadContributionContent,
  waitForDatabase,
} from '@tributary/db';
import { Registry, type HealthCheck, type Log } from '@tributary/operations';
import type { JobResult } from 'pg-boss';
import { createBlobSource } from '../blobs/blobSource.js';
import type { EngineConfig } from '../config.js';
import { ModelLibrary } from '../model/modelLibrary.js';
import { createContributionSource } from '../method/createContributionSource.js';
import { openBackend } from '../score/openBackend.js';
import { createEngineMetrics } from './createEngineMetrics.js';
import { decideInference } from './decideInference.js';
import { MEASURE_QUEUE, enqueueUnmeasured, openMeasureQueue, workMeasureQueue } from './measureQueue.js';
import {
  ALL_BLOCKS,
  JOBS_A_ROUND,
  RECENT_BLOCKS,
  RECOMPUTE_QUEUE,
  enqueueUndecided,
  openRecomputeQueue,
  type RecomputeJob,
} from './recomputeQueue.js';
import { Sweeper } from './Sweeper.js';

/** A running engine. */
export interface Engine {
  /** What scores, for the log. */
  readonly device: string;
  /** What it needs to go on. */
  readonly checks: readonly HealthCheck[];
  /** Takes no more work, ends what is under way within some seconds, and closes its connections. */
  stop(): Promise<void>;
}

const SWEEP_MS = 1000;
/** What is not decided by then goes back to the queue. */
const STOP_WITHIN_MS = 6_000;
/** A notification wakes an idle worker at once; one that came while it was busy is made up for by the next poll. */
const WORK = {
  batchSize: 8,
  perJobResults: true,
  burstWhenBatchFull: true,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5,
} as const;

/**
 * Starts an engine process: it queues what is undecided whenever the chain tables change, and every second in case a
 * notification was lost, and works the queue. Beside that it measures how far to trust indexes. Any number of engines
 * may run against one database.
 */
export async function createEngine(config: EngineConfig, log: Log, registry = new Registry()): Promise<Engine> {
  const backend = await openBackend(config.backend, { log: (line) => log('info', line) });
  const pool = createPool(config.databaseUrl, { applicationName: 'tributary-engine', max: 4 });
  const blobs = createBlobSource({
    gateways: config.gateways,
    allowPrivate: config.allowPrivate,
    timeoutMs: config.fetchTimeoutMs,
  });
  const library = new ModelLibrary(blobs, backend, config.limits);
  const source = createContributionSource((id) => loadContributionContent(pool, id), blobs);
  const { graceSeconds } = config;
  await waitForDatabase(pool, (reason) => log('warn', `waiting for the database: ${reason}`));
  const boss = await openRecomputeQueue(config.databaseUrl, (error) => log('warn', `queue: ${error.message}`));
  await openMeasureQueue(boss);
  const metrics = createEngineMetrics(registry, { pool, boss, backend, library });

  let recentBlocks = ALL_BLOCKS;
  const sweeper = new Sweeper({
    everyMs: SWEEP_MS,
    log,
    async look() {
      for (const id of await deleteRetracted(pool, recentBlocks)) {
        log('info', `inference ${id} is no more: its verdict is taken back`);
      }
      const { foundCount, deadLetterCount } = await enqueueUndecided(boss, pool, { graceSeconds, recentBlocks });
      if (foundCount < JOBS_A_ROUND) recentBlocks = RECENT_BLOCKS;
      await enqueueUnmeasured(boss, pool);
      metrics.noteSweep(deadLetterCount);
    },
  });
  const listener = listenToChannels(config.databaseUrl, {
    channels: [CHAIN_CHANNEL],
    applicationName: 'tributary-engine-listen',
    onListening: () => void sweeper.wake(),
    onNotification: () => void sweeper.wake(),
    onTrouble: (error) => log('warn', `cannot hear of changes: ${error.message}; trying again`),
  });

  await boss.work<RecomputeJob, unknown, typeof WORK>(RECOMPUTE_QUEUE, WORK, async (jobs) => {
    // Together, so that answers of one model are scored in one pass over its index; apart in how they end.
    return Promise.all(
      jobs.map(async ({ id, data }): Promise<JobResult> => {
        const startedAtMs = performance.now();
        const note = (outcome: string): void => metrics.noteRecompute(outcome, performance.now() - startedAtMs);
        const { inferenceId } = data;
        try {
          const result = await decideInference(pool, library, source, { ...data, graceSeconds });
          note(result?.verdict ?? 'NONE');
          if (result) log('info', `inference ${inferenceId}: ${result.verdict}`, { reason: result.reason });
          return { id, status: 'completed' };
        } catch (error) {
          note('FAILED');
          const message = error instanceof Error ? error.message : String(error);
          log('warn', `inference ${inferenceId} could not be decided here`, { error });
          return { id, status: 'failed', output: { message } };
        }
      }),
    );
  });
  const measuring = await workMeasureQueue(boss, pool, library, log);
  await sweeper.wake();
  const device = `${backend.name} (${backend.device})`;
  return {
    device,
    checks: [
      { name: 'database', run: async () => void (await pool.query('select 1')) },
      sweeper.check,
      { name: 'scoring', run: async () => device },
    ],
    async stop() {
      // At once: what is taken from here on would only be given back.
      const taking = [RECOMPUTE_QUEUE, MEASURE_QUEUE].map((queue) => boss.offWork(queue, { wait: false }));
      measuring.stop();
      await Promise.all(taking);
      await Promise.all([sweeper.stop(), listener.stop()]);
      await boss.stop({ graceful: true, timeout: STOP_WITHIN_MS });
      library.dispose();
      await backend.dispose();
      await pool.end();
    },
  };
}
