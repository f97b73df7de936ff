/**
 * Keeps the last `limit` results of an asynchronous computation, by key. A failure is not kept, and what falls out is
 * disposed once it has arrived.
 */
export class RecentCache<T> {
  readonly #entries = new Map<string, Promise<T>>();
  readonly #limit: number;
  readonly #dispose: (value: T) => void;

  constructor(limit: number, dispose: (value: T) => void = () => undefined) {
    this.#limit = limit;
    this.#dispose = dispose;
  }

  /** How many are kept, those under way among them. */
  get size(): number {
    return this.#entries.size;
  }

  get(key: string, compute: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const entry = compute();
    this.#entries.set(key, entry);
    entry.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    for (const [oldest, value] of this.#entries) {
      if (this.#entries.size <= this.#limit) break;
      this.#entries.delete(oldest);
      value.then(this.#dispose, () => undefined);
    }
    return entry;
  }

  clear(): void {
    for (const value of this.#entries.values()) value.then(this.#dispose, () => undefined);
    this.#entries.clear();
  }
}
