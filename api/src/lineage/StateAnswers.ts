import { loadStateHash, type ReadDatabase } from '@tributary/db';
import type { AnsweredAt } from './AnsweredAt.js';
import { ChainMovedError } from './errors.js';

/** Answers kept at most; the oldest goes. */
const MAX_COUNT = 1_000;

/**
 * Answers about the ledger after a block, made once for all who ask: the hash of a block names everything before it, so they never
 * change. A failure is told to those who wait for it and forgotten.
 */
export class StateAnswers {
  readonly #db: ReadDatabase;
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(db: ReadDatabase) {
    this.#db = db;
  }

  /**
   * `load` must depend on the state and the question alone, and on facts of the chain only. Throws ChainMovedError when the chain
   * replaced blocks meanwhile, so that nothing about one branch is told of another.
   */
  load<Answer>(at: AnsweredAt, question: readonly unknown[], load: () => Promise<Answer>): Promise<Answer> {
    const key = JSON.stringify([at.stateBlockNumber, at.stateBlockHash, ...question]);
    const known = this.#answers.get(key) as Promise<Answer> | undefined;
    if (known !== undefined) return known;
    const answer = this.#make(at, load);
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    if (this.#answers.size > MAX_COUNT) {
      const [oldest] = this.#answers.keys();
      if (oldest !== undefined) this.#answers.delete(oldest);
    }
    return answer;
  }

  async #make<Answer>(at: AnsweredAt, load: () => Promise<Answer>): Promise<Answer> {
    const answer = await load();
    if (!at.isFinal && (await loadStateHash(this.#db, at.blockNumber)) !== at.stateBlockHash)
      throw new ChainMovedError({ blockNumber: at.blockNumber });
    return answer;
  }
}
