/**
 * Signals within this of the first are the same request: a terminal's Ctrl-C reaches this process directly, through
 * npm, and through the process that started it.
 */
const SAME_REQUEST_MS = 1_000;

/** Resolves at the first request to stop. */
export interface StopRequest extends Promise<void> {
  readonly isMade: boolean;
}

/**
 * Waits for SIGINT, SIGTERM, SIGHUP, or the end of the process that started this one. `onSecond` is called when somebody
 * asks again.
 */
export function onStopRequest(onSecond: () => void): StopRequest {
  const { promise, resolve } = Promise.withResolvers<void>();
  let madeAt: number | undefined;
  const ask = () => {
    if (madeAt === undefined) {
      madeAt = performance.now();
      resolve();
    } else if (performance.now() - madeAt > SAME_REQUEST_MS) {
      onSecond();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  if (process.channel) process.once('disconnect', ask);
  return Object.defineProperty(promise, 'isMade', { get: () => madeAt !== undefined }) as StopRequest;
}
