/** The last used values up to a total size; what is used least goes first. Has the form that Apollo Server stores in. */
export class BoundedCache<Value> {
  /** In order of use, the last used at the end. */
  readonly #entries = new Map<string, { value: Value; size: number }>();
  readonly #maximumSize: number;
  readonly #measure: (value: Value) => number;
  #size = 0;

  constructor(maximumSize: number, measure: (value: Value) => number) {
    this.#maximumSize = maximumSize;
    this.#measure = measure;
  }

  get(key: string): Promise<Value | undefined> {
    const entry = this.#entries.get(key);
    if (entry === undefined) return Promise.resolve(undefined);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return Promise.resolve(entry.value);
  }

  set(key: string, value: Value): Promise<void> {
    this.#remove(key);
    const size = this.#measure(value) + key.length;
    this.#entries.set(key, { value, size });
    this.#size += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#maximumSize) break;
      this.#remove(oldest);
    }
    return Promise.resolve();
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.#remove(key));
  }

  #remove(key: string): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#size -= entry.size;
    return this.#entries.delete(key);
  }
}
