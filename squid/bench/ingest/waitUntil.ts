import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 20;

/** Resolves with the milliseconds it took until `isDone`. */
export async function waitUntil(isDone: () => Promise<boolean>, limitMs: number, what: string): Promise<number> {
  const startMs = performance.now();
  while (!(await isDone())) {
    if (performance.now() - startMs > limitMs) throw new Error(`${what} did not happen within ${limitMs / 1000} s`);
    await sleep(POLL_MS);
  }
  return performance.now() - startMs;
}
