import { loadUnmeasuredIndexes, type UnmeasuredIndex } from '@tributary/db';
import type { Log } from '@tributary/operations';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import type { ModelLibrary } from '../model/modelLibrary.js';
import { measureIndexJob } from './measureIndexJob.js';

export const MEASURE_QUEUE = 'measure-index';

const JOBS_A_ROUND = 20;
/** One at a time: what people wait for are verdicts. */
const WORK = {
  batchSize: 1,
  includeMetadata: true,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 1,
} as const;

/** Makes the queue of indexes to be measured if it is not there. */
export async function openMeasureQueue(boss: PgBoss): Promise<void> {
  await boss.createQueue(MEASURE_QUEUE, {
    policy: 'exclusive',
    notify: true,
    retryLimit: 3,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3600,
    heartbeatSeconds: 120,
    deleteAfterSeconds: 3600,
  });
}

/** Queues indexes of which nobody measured how far to trust them; each once, however many processes do this. */
export async function enqueueUnmeasured(boss: PgBoss, pool: Pool): Promise<void> {
  const indexes = await loadUnmeasuredIndexes(pool, JOBS_A_ROUND);
  if (indexes.length === 0) return;
  await boss.insert(
    MEASURE_QUEUE,
    indexes.map((index) => ({ data: index, singletonKey: `${index.indexId} ${index.indexRoot.slice(0, 18)}` })),
  );
}

/** Works the queue. Stop it before the library is disposed: it ends a measurement in its middle, to be done again. */
export async function workMeasureQueue(
  boss: PgBoss,
  pool: Pool,
  library: ModelLibrary,
  log: Log,
): Promise<{ stop(): void }> {
  const stopping = new AbortController();
  await boss.work<UnmeasuredIndex, void, typeof WORK>(MEASURE_QUEUE, WORK, async ([job]) => {
    const { data, retryCount, retryLimit, signal } = job!;
    const options = { isLastTry: retryCount >= retryLimit, signal: AbortSignal.any([signal, stopping.signal]) };
    try {
      const outcome = await measureIndexJob(pool, library, data, options);
      log('info', `index ${data.indexId}: ${outcome}`);
    } catch (error) {
      log('warn', `index ${data.indexId} could not be measured: ${(error as Error).message}`);
      throw error;
    }
  });
  return { stop: () => stopping.abort(new Error('the engine stops')) };
}
