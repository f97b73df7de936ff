import { createPool } from '@tributary/db';
import type { JobResult } from 'pg-boss';
import { createBlobSource } from '../blobs/blobSource.js';
import type { EngineConfig } from '../config.js';
import { ModelLibrary } from '../model/modelLibrary.js';
import { openBackend } from '../score/openBackend.js';
import { createContributionSource } from './createContributionSource.js';
import { decideInference } from './decideInference.js';
import type { EngineLog } from './engineLog.js';
import { listenForChanges } from './listenForChanges.js';
import { enqueueUnmeasured, openMeasureQueue, workMeasureQueue } from './measureQueue.js';
import {
  ALL_BLOCKS,
  JOBS_A_ROUND,
  RECENT_BLOCKS,
  RECOMPUTE_QUEUE,
  enqueueUndecided,
  openRecomputeQueue,
  type RecomputeJob,
} from './recomputeQueue.js';

/** A running engine. */
export interface Engine {
  /** What scores, for the log. */
  readonly device: string;
  stop(): Promise<void>;
}

const SWEEP_MS = 1000;
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
export async function createEngine(config: EngineConfig, log: EngineLog): Promise<Engine> {
  const backend = await openBackend(config.backend, { log: (line) => log('info', line) });
  const pool = createPool(config.databaseUrl, { applicationName: 'tributary-engine', max: 4 });
  const blobs = createBlobSource({
    gateways: config.gateways,
    allowPrivate: config.allowPrivate,
    timeoutMs: config.fetchTimeoutMs,
  });
  const library = new ModelLibrary(blobs, backend, config.limits);
  const source = createContributionSource(pool, blobs);
  const { graceSeconds } = config;
  const boss = await openRecomputeQueue(config.databaseUrl, (error) => log('warn', `queue: ${error.message}`));
  await openMeasureQueue(boss);

  let sweeping = false;
  let again = false;
  let recentBlocks = ALL_BLOCKS;
  const sweep = async (): Promise<void> => {
    if (sweeping) {
      again = true;
      return;
    }
    sweeping = true;
    try {
      do {
        again = false;
        const found = await enqueueUndecided(boss, pool, { graceSeconds, recentBlocks });
        if (found < JOBS_A_ROUND) recentBlocks = RECENT_BLOCKS;
        await enqueueUnmeasured(boss, pool);
      } while (again);
    } catch (error) {
      log('warn', `cannot look for work: ${(error as Error).message}; trying again`);
    } finally {
      sweeping = false;
    }
  };
  const timer = setInterval(() => void sweep(), SWEEP_MS);
  const listener = listenForChanges(config.databaseUrl, () => void sweep(), log);

  await boss.work<RecomputeJob, unknown, typeof WORK>(RECOMPUTE_QUEUE, WORK, async (jobs) => {
    // Together, so that answers of one model are scored in one pass over its index; apart in how they end.
    return Promise.all(
      jobs.map(async ({ id, data }): Promise<JobResult> => {
        try {
          const result = await decideInference(pool, library, source, { ...data, graceSeconds });
          if (result) log('info', `inference ${data.inferenceId}: ${result.verdict}`, { reason: result.reason });
          return { id, status: 'completed' };
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          log('warn', `inference ${data.inferenceId} could not be decided here: ${message}`);
          return { id, status: 'failed', output: { message } };
        }
      }),
    );
  });
  const measuring = await workMeasureQueue(boss, pool, library, log);
  await sweep();
  return {
    device: `${backend.name} (${backend.device})`,
    async stop() {
      clearInterval(timer);
      measuring.stop();
      await listener.stop();
      await boss.stop({ graceful: true, timeout: 10_000 });
      library.dispose();
      await backend.dispose();
      await pool.end();
    },
  };
}
