import { TooSlowError } from './errors.js';

/** The promise, or {@link TooSlowError} when it takes too long; `signal` is then aborted, for those who listen to it. */
export async function within<T>(withinMs: number, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const tooSlow = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new TooSlowError({ withinMs });
    abort.abort(error);
    tooSlow.reject(error);
  }, withinMs);
  try {
    return await Promise.race([start(abort.signal), tooSlow.promise]);
  } finally {
    clearTimeout(timer);
  }
}
