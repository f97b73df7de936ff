import { createPool } from '@tributary/db';
import { createBlobSource } from '../blobs/blobSource.js';
import type { EngineConfig } from '../config.js';
import { ModelLibrary } from '../model/modelLibrary.js';
import { createBackend } from '../score/createBackend.js';
import { decideInference } from './decideInference.js';
import type { EngineLog } from './engineLog.js';
import { listenForChanges } from './listenForChanges.js';
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
  batchSize: 4,
  burstWhenBatchFull: true,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5,
} as const;

/**
 * Starts an engine process: it queues what is undecided whenever the chain tables change, and every second in case a
 * notification was lost, and works the queue. Any number of them may run against one database.
 */
export async function createEngine(config: EngineConfig, log: EngineLog): Promise<Engine> {
  const backend = createBackend(config.backend);
  const pool = createPool(config.databaseUrl, { applicationName: 'tributary-engine', max: 4 });
  const blobs = createBlobSource({
    gateways: config.gateways,
    allowPrivate: config.allowPrivate,
    timeoutMs: config.fetchTimeoutMs,
  });
  const library = new ModelLibrary(blobs, backend, config.limits);
  const boss = await openRecomputeQueue(config.databaseUrl, (error) => log('warn', `queue: ${error.message}`));

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
        const found = await enqueueUndecided(boss, pool, { graceSeconds: config.graceSeconds, recentBlocks });
        if (found < JOBS_A_ROUND) recentBlocks = RECENT_BLOCKS;
      } while (again);
    } catch (error) {
      log('warn', `cannot look for work: ${(error as Error).message}; trying again`);
    } finally {
      sweeping = false;
    }
  };
  const timer = setInterval(() => void sweep(), SWEEP_MS);
  const listener = listenForChanges(config.databaseUrl, () => void sweep(), log);

  await boss.work<RecomputeJob>(RECOMPUTE_QUEUE, WORK, async (jobs) => {
    for (const { data } of jobs) {
      const result = await decideInference(pool, library, { ...data, graceSeconds: config.graceSeconds });
      if (result) log('info', `inference ${data.inferenceId}: ${result.verdict}`, { reason: result.reason });
    }
  });
  await sweep();
  return {
    device: `${backend.name} (${backend.device})`,
    async stop() {
      clearInterval(timer);
      await listener.stop();
      await boss.stop({ graceful: true, timeout: 10_000 });
      library.dispose();
      await pool.end();
    },
  };
}
