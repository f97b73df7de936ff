import type { Log } from './ChainClient.js';

const INTERVAL_MS = 5_000;
/** A head that is this near is followed, not backfilled: nothing to report. */
const NEAR_BLOCKS = 50;

/** Says how far a backfill is, every few seconds: blocks/s, events/s and the time left at that speed. */
export class BackfillProgress {
  readonly #log: Log;
  readonly #getNowMs: () => number;
  #since: { timeMs: number; blockCount: number; eventCount: number } | undefined;

  constructor(log: Log, getNowMs: () => number = () => performance.now()) {
    this.#log = log;
    this.#getNowMs = getNowMs;
  }

  /** Whether blocks far below the final head are being read. */
  get isBackfilling(): boolean {
    return this.#since !== undefined;
  }

  /** After every batch: what it held, and how far it is to the final head. */
  note(batch: { blockCount: number; eventCount: number; blockNumber: number; finalHeight: number }): void {
    const { blockCount, eventCount, blockNumber, finalHeight } = batch;
    const leftBlocks = finalHeight - blockNumber;
    if (leftBlocks < NEAR_BLOCKS) {
      this.#since = undefined;
      return;
    }
    const timeMs = this.#getNowMs();
    const since = (this.#since ??= { timeMs, blockCount: 0, eventCount: 0 });
    since.blockCount += blockCount;
    since.eventCount += eventCount;
    const elapsedMs = timeMs - since.timeMs;
    if (elapsedMs < INTERVAL_MS) return;
    const blocksPerSecond = (since.blockCount * 1000) / elapsedMs;
    const eventsPerSecond = (since.eventCount * 1000) / elapsedMs;
    this.#log(
      `backfill at block ${format(blockNumber)} of ${format(finalHeight)}: ${format(blocksPerSecond)} blocks/s, ` +
        `${format(eventsPerSecond)} events/s, ${formatSeconds(leftBlocks / blocksPerSecond)} left`,
    );
    this.#since = { timeMs, blockCount: 0, eventCount: 0 };
  }
}

const format = (value: number): string => Math.round(value).toLocaleString('en-US');

function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
