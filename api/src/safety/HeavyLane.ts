import { ServerBusyError } from './errors.js';

/**
 * Room for so many heavy operations at once. Others wait in their order, so that a crowd of them takes neither all
 * connections to the database nor the memory of all their answers at a time; light ones never wait here.
 */
export class HeavyLane {
  readonly #waiting: (() => void)[] = [];
  readonly #maxWaiting: number;
  #freeCount: number;

  constructor(facts: { running: number; waiting: number }) {
    this.#freeCount = facts.running;
    this.#maxWaiting = facts.waiting;
  }

  /** Gives what ends the operation's stay; throws {@link ServerBusyError}, or the signal's reason while it waits. */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#freeCount > 0) this.#freeCount -= 1;
    else await this.#wait(signal);
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#freeCount += 1;
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    if (this.#waiting.length >= this.#maxWaiting) throw new ServerBusyError({ waitingCount: this.#waiting.length });
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      this.#waiting.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
