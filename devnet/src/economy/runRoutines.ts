import { setTimeout as sleep } from 'node:timers/promises';
import type { Routine } from './Routine.js';

const RETRY_MS = 5_000;

/**
 * Runs every routine beside the others until it has nothing left to do or `signal` aborts. A step that fails is logged and
 * taken again: the rest of the network does not stop for it.
 */
export async function runRoutines(
  routines: readonly Routine[],
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<void> {
  await Promise.all(
    routines.map(async (routine) => {
      while (!signal.aborted) {
        const waitMs = await routine.step().catch((error: unknown) => {
          if (!signal.aborted) log(`${routine.name}: ${(error as Error).message}`);
          return RETRY_MS;
        });
        if (waitMs === null) return;
        await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      }
    }),
  );
}
