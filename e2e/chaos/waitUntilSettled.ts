import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, loadUndecidedInferences, type Pool } from '@tributary/db';
import { GRACE_SECONDS } from './ChaosNetwork.ts';
import { NotSettledError } from './NotSettledError.ts';

const POLL_MS = 250;
const PROGRESS_MS = 5_000;
const EVERY_BLOCK = 2 ** 31 - 1;
const MOST_UNDECIDED = 100_000;

export interface WaitOptions {
  readonly limitMs: number;
  /** Told now and then how far it is. */
  readonly log: (line: string) => void;
}

/** The newest indexed block, final or not. */
const NEWEST = `select height::text || ' ' || hash as newest from (select height, hash from squid_processor.status
  union all select height, hash from squid_processor.hot_block) as seen order by height desc limit 1`;

/** Waits until the index ends with this block of a chain that stands still. @throws NotSettledError */
export async function waitUntilIndexed(
  databaseUrl: string,
  head: { number: number; hash: string },
  options: WaitOptions,
): Promise<void> {
  const wanted = `${head.number} ${head.hash}`;
  await waitFor(databaseUrl, 'squid', options, async (pool) => {
    const { rows } = await pool.query<{ newest: string }>(NEWEST);
    const newest = rows[0]?.newest ?? 'nothing';
    return newest === wanted ? undefined : `indexed ${newest}, the chain ends with ${wanted}`;
  });
}

/**
 * Waits until there is a verdict about everything that the chain tables hold, made of what they hold now. What is only
 * tried again (bytes that nobody has) is decided.
 *
 * @throws NotSettledError
 */
export async function waitUntilDecided(databaseUrl: string, options: WaitOptions): Promise<void> {
  await waitFor(databaseUrl, 'the engines', options, async (pool) => {
    const found = await loadUndecidedInferences(pool, {
      graceSeconds: GRACE_SECONDS,
      recentBlocks: EVERY_BLOCK,
      exceptInputsKeys: [],
      limit: MOST_UNDECIDED,
    });
    const undecided = found.filter(({ attempts }) => attempts === 0);
    if (undecided.length === 0) return undefined;
    return `${undecided.length} inferences undecided, the first is ${undecided[0]!.inferenceId}`;
  });
}

async function waitFor(
  databaseUrl: string,
  who: string,
  { limitMs, log }: WaitOptions,
  findWhatIsLeft: (pool: Pool) => Promise<string | undefined>,
): Promise<void> {
  const pool = createPool(databaseUrl, { max: 1 });
  const startMs = performance.now();
  let toldMs = startMs;
  try {
    for (;;) {
      const left = await findWhatIsLeft(pool).catch((error: unknown) => `cannot look: ${(error as Error).message}`);
      if (left === undefined) return;
      const nowMs = performance.now();
      if (nowMs - startMs > limitMs) throw new NotSettledError({ who, left, waitedMs: limitMs });
      if (nowMs - toldMs > PROGRESS_MS) {
        log(`waiting for ${who}: ${left}`);
        toldMs = nowMs;
      }
      await sleep(POLL_MS);
    }
  } finally {
    await pool.end();
  }
}
