import type { ReadDatabase } from '@tributary/db';

/** Keys in one statement at most. */
const MAX_KEYS = 1_000;

/** Answers for keys, in their order. */
export type AskByKeys<Value> = (db: ReadDatabase, keys: readonly string[]) => Promise<Value[]>;

interface Batch<Value> {
  readonly keys: Set<string>;
  readonly answers: Promise<Map<string, Value>>;
  /** Aborted once no operation waits for it any more. */
  readonly abandoned: AbortController;
  operationCount: number;
  waitingCount: number;
}

/**
 * Questions by key of all operations that run: what several ask in the same turn of the event loop becomes one statement,
 * which costs hardly more than one of them alone. Nothing is kept and nothing is joined that was sent already, so an
 * answer is never older than its question. What is loaded is shared: nobody may change it.
 */
export class SharedLoads {
  readonly #db: ReadDatabase;
  readonly #open = new Map<unknown, Batch<unknown>>();

  constructor(db: ReadDatabase) {
    this.#db = db;
  }

  /**
   * @param identity what makes two questions the same but for their keys
   * @param signal ends the wait of this operation with its reason; the statement goes on while others wait for it
   */
  async load<Value>(
    identity: unknown,
    keys: readonly string[],
    ask: AskByKeys<Value>,
    signal?: AbortSignal,
  ): Promise<Value[]> {
    signal?.throwIfAborted();
    const batch = this.#join(identity, keys, ask);
    const answers = batch.answers.catch((error: unknown) => {
      // It may be the key of another operation that Postgres refuses: each asks for itself then.
      if (batch.operationCount === 1) throw error;
      return ask(untilAborted(this.#db, signal), keys).then((values) => zip(keys, values));
    });
    const leave = (): void => {
      batch.waitingCount -= 1;
      if (batch.waitingCount === 0) batch.abandoned.abort(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    const found = await (signal ? Promise.race([answers, rejectOnAbort(signal)]) : answers);
    signal?.removeEventListener('abort', leave);
    return keys.map((key) => found.get(key) as Value);
  }

  #join<Value>(identity: unknown, keys: readonly string[], ask: AskByKeys<Value>): Batch<Value> {
    // Questions of one identity have answers of one type.
    const open = this.#open.get(identity) as Batch<Value> | undefined;
    if (open && open.keys.size + keys.length <= MAX_KEYS) {
      for (const key of keys) open.keys.add(key);
      open.operationCount += 1;
      open.waitingCount += 1;
      return open;
    }
    const all = new Set(keys);
    const abandoned = new AbortController();
    const sent = new Promise<void>((resolve) => setImmediate(resolve));
    const batch: Batch<Value> = {
      keys: all,
      abandoned,
      operationCount: 1,
      waitingCount: 1,
      answers: sent.then(async () => {
        if (this.#open.get(identity) === batch) this.#open.delete(identity);
        const ordered = [...all];
        return zip(ordered, await ask(untilAborted(this.#db, abandoned.signal), ordered));
      }),
    };
    this.#open.set(identity, batch);
    return batch;
  }
}

/** The same database; what it is asked ends with the signal. */
function untilAborted(db: ReadDatabase, signal: AbortSignal | undefined): ReadDatabase {
  if (signal === undefined) return db;
  return { load: (question) => db.load(question, { signal }), close: () => db.close() };
}

function zip<Value>(keys: readonly string[], values: readonly Value[]): Map<string, Value> {
  return new Map(keys.map((key, index) => [key, values[index] as Value]));
}

/** One promise a signal, however many questions its operation has. */
const rejections = new WeakMap<AbortSignal, Promise<never>>();

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  const known = rejections.get(signal);
  if (known) return known;
  const rejection = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  // Nobody may be waiting any more.
  rejection.catch(() => undefined);
  rejections.set(signal, rejection);
  return rejection;
}
