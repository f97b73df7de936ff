import type { ReadDatabase, SnapshotReader } from '@tributary/db';

/** Changes that come within this time are read together. */
const COALESCE_MS = 25;
/** Reads that are kept for others until the next change; the oldest goes first. */
const MAX_SHARED_READS = 100;

/**
 * Wakes all subscriptions when the database changed, and lets those that stand at the same place share one read of what
 * is new: the number of questions does not grow with the number of subscribers that keep up. Nothing is kept for those
 * that do not: each reads on from its own place when it has room for more.
 */
export class LiveHub {
  readonly #reader: SnapshotReader;
  readonly #reads = new Map<string, Promise<unknown>>();
  readonly #waiting = new Set<() => void>();
  #version = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(reader: SnapshotReader) {
    this.#reader = reader;
  }

  /** Rises with every change. */
  get version(): number {
    return this.#version;
  }

  /** Something changed, or may have. */
  notify(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#version++;
      this.#reads.clear();
      for (const wake of [...this.#waiting]) wake();
    }, COALESCE_MS);
  }

  /** Until the version is another one, or the signal is aborted. */
  async waitForChange(version: number, signal: AbortSignal): Promise<void> {
    if (this.#version !== version || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  /** Reads a snapshot that is taken now: it shows all that whoever asks may have seen. */
  readNow<Answer>(work: (db: ReadDatabase) => Promise<Answer>): Promise<Answer> {
    return this.#reader.read(work);
  }

  /** Reads one snapshot; who asks under the same key before the next change gets the same answer. */
  read<Answer>(key: string, work: (db: ReadDatabase) => Promise<Answer>): Promise<Answer> {
    const known = this.#reads.get(key) as Promise<Answer> | undefined;
    if (known !== undefined) return known;
    const reading = this.#reader.read(work);
    this.#reads.set(key, reading);
    if (this.#reads.size > MAX_SHARED_READS) this.#reads.delete(this.#reads.keys().next().value ?? key);
    reading.catch(() => {
      if (this.#reads.get(key) === reading) this.#reads.delete(key);
    });
    return reading;
  }

  close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const wake of [...this.#waiting]) wake();
    return this.#reader.close();
  }
}
