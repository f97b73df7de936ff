import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

const YOUNG_LIMIT_MB = 16;
const CHECK_INTERVAL_MS = 50;

/**
 * Keeps a backfill below 350 MB. Left alone V8 lets the space of young objects grow past 100 MB and the heap to four
 * times what is alive, for a tenth less time: a batch is read, written and forgotten. The sizes can only be set on the
 * command line; how they grow can be set at any time.
 */
export function limitHeap(): void {
  setFlagsFromString('--heap-growing-percent=120');
  const timer = setInterval(() => {
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    if (young && young.space_size < YOUNG_LIMIT_MB * 1024 * 1024) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(timer);
  }, CHECK_INTERVAL_MS);
  timer.unref();
}
