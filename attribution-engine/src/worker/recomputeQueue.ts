import { loadUndecidedInferences } from '@tributary/db';
import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';

export const RECOMPUTE_QUEUE = 'recompute';
/** Where a job ends that failed on this side again and again; nothing is lost there. */
export const DEAD_LETTER_QUEUE = 'recompute-dead';

/** A worker that is silent for longer is taken for dead, and its job goes to another. */
const HEARTBEAT_SECONDS = 30;
/** How often the queue looks for such workers. */
const SUPERVISE_SECONDS = 10;

/** A sweep that gives fewer has seen everything within its reach. */
export const JOBS_A_ROUND = 200;
/** How far back payouts are compared with what was decided: what comes later than this is seen at the next start. */
export const RECENT_BLOCKS = 5000;
export const ALL_BLOCKS = 2 ** 31 - 1;

/** What a worker needs to know to decide one inference. */
export interface RecomputeJob {
  inferenceId: string;
  /** See `UndecidedInference`. */
  inputsKey: string;
  attempts: number;
}

/** Which inferences a sweep looks at. */
export interface Reach {
  /** How long an operator may take to pay, in chain time. */
  graceSeconds: number;
  recentBlocks: number;
}

/** What a look for work came upon. */
export interface Sweep {
  foundCount: number;
  deadLetterCount: number;
}

/** Connects the queue in Postgres that all engine processes share, and makes it if it is not there. */
export async function openRecomputeQueue(databaseUrl: string, onError: (error: Error) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'tributary-queue',
    max: 4,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(DEAD_LETTER_QUEUE, { retryLimit: 0 });
  await boss.createQueue(RECOMPUTE_QUEUE, {
    policy: 'exclusive',
    notify: true,
    retryLimit: 5,
    retryDelay: 1,
    retryBackoff: true,
    expireInSeconds: 600,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: 3600,
    deadLetter: DEAD_LETTER_QUEUE,
  });
  return boss;
}

/**
 * Queues every inference that has to be decided. The key names the exact inputs, so however many processes do this at
 * once, a decision is queued once; what ended in the dead-letter queue waits there for a person.
 */
export async function enqueueUndecided(boss: PgBoss, pool: Pool, reach: Reach): Promise<Sweep> {
  const dead = await boss.findJobs<RecomputeJob>(DEAD_LETTER_QUEUE, { queued: true });
  const undecided = await loadUndecidedInferences(pool, {
    ...reach,
    exceptInputsKeys: dead.map(({ data }) => data.inputsKey),
    limit: JOBS_A_ROUND,
  });
  const found = { foundCount: undecided.length, deadLetterCount: dead.length };
  if (undecided.length === 0) return found;
  await boss.insert(
    RECOMPUTE_QUEUE,
    undecided.map(({ inferenceId, inputsKey, attempts }) => ({
      data: { inferenceId, inputsKey, attempts } satisfies RecomputeJob,
      singletonKey: `${inputsKey} ${attempts}`,
    })),
  );
  return found;
}
