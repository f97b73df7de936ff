import { AnalyticsBusyError, QuestionAbandonedError } from '../errors.js';

export interface GateOptions {
  /** Questions at the same time; others wait. */
  concurrency: number;
  /** Questions that may wait; more are refused. */
  queueLimit: number;
}

/** Lets so many at a time do something costly, in the order in which they came. */
export class QuestionGate {
  readonly #options: GateOptions;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** @param signal nobody waits for the answer any more. @throws AnalyticsBusyError, QuestionAbandonedError */
  async run<Answer>(ask: () => Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
    await this.#enter();
    try {
      if (signal?.aborted) throw new QuestionAbandonedError();
      return await ask();
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    const { concurrency, queueLimit } = this.#options;
    if (this.#running < concurrency) {
      this.#running++;
      return;
    }
    if (this.#waiting.length >= queueLimit) throw new AnalyticsBusyError({ maximum: queueLimit });
    // Whoever leaves hands its place over.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running--;
  }
}
