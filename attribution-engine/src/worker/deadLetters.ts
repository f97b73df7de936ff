import { DEAD_LETTER_QUEUE, openRecomputeQueue, type RecomputeJob } from './recomputeQueue.js';

/** A decision that failed on this side again and again. */
export interface DeadLetter {
  inferenceId: string;
  /** When it came here. */
  since: Date;
  /** What the last try ended with. */
  reason: string;
}

/** The decisions that nobody tries any more, oldest first. */
export function listDeadLetters(databaseUrl: string): Promise<DeadLetter[]> {
  return withQueue(databaseUrl, async (boss) => {
    const jobs = await boss.findJobs<RecomputeJob>(DEAD_LETTER_QUEUE, { queued: true });
    return jobs
      .map(({ data, createdOn, output }) => ({
        inferenceId: data.inferenceId,
        since: createdOn,
        reason: reasonOf(output),
      }))
      .sort((a, b) => Number(a.since) - Number(b.since));
  });
}

/** Queues all of them again, with all their tries. @returns how many */
export function retryDeadLetters(databaseUrl: string): Promise<number> {
  return withQueue(databaseUrl, async (boss) => {
    let moved = 0;
    for (;;) {
      const count = await boss.redrive(DEAD_LETTER_QUEUE);
      if (count === 0) return moved;
      moved += count;
    }
  });
}

async function withQueue<T>(
  databaseUrl: string,
  use: (boss: Awaited<ReturnType<typeof openRecomputeQueue>>) => Promise<T>,
): Promise<T> {
  const boss = await openRecomputeQueue(databaseUrl, () => undefined);
  try {
    return await use(boss);
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** pg-boss keeps a thrown error as an object with its message. */
function reasonOf(output: unknown): string {
  const { message, value } = (output ?? {}) as { message?: unknown; value?: { message?: unknown } };
  const text = message ?? value?.message;
  return typeof text === 'string' ? text : JSON.stringify(output ?? null);
}
