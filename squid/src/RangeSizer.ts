const FIRST_BLOCKS = 20;
const MOST_BLOCKS = 1_000;
const WANTED_LOGS = 1_500;
/** A range that takes longer than this must not grow: the node would sooner or later refuse it. */
const SLOW_MS = 3_000;

/**
 * How many blocks to ask the node for at once: many where the chain is quiet, few where it is full, so that a batch is
 * worth its transaction and still small in memory. Grows at most twofold a step.
 */
export class RangeSizer {
  #blocks = FIRST_BLOCKS;

  get blocks(): number {
    return this.#blocks;
  }

  /** Learns from a range that was read. */
  note(range: { blockCount: number; logCount: number; elapsedMs: number }): void {
    const { blockCount, logCount, elapsedMs } = range;
    const logsPerBlock = logCount / blockCount;
    const fitting = logsPerBlock === 0 ? MOST_BLOCKS : Math.floor(WANTED_LOGS / logsPerBlock);
    const allowed = elapsedMs > SLOW_MS ? Math.floor(blockCount / 2) : blockCount * 2;
    this.#blocks = Math.max(1, Math.min(fitting, Math.max(allowed, 1), MOST_BLOCKS));
  }
}
