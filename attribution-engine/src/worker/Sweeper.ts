import type { HealthCheck, Log } from '@tributary/operations';

export interface SweeperOptions {
  /** Looks once. */
  look: () => Promise<void>;
  /** How long to wait when nobody calls. */
  everyMs: number;
  log: Log;
}

/** Without a look that came to its end for so long, work waits that nobody sees. */
const TOO_LONG_MS = 30_000;

/** Looks for work whenever it is woken, and every so often besides; never twice at once. */
export class Sweeper {
  readonly #options: SweeperOptions;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | undefined;
  #again = false;
  #isStopped = false;
  #lastEndMs = performance.now();
  #lastFailure = 'nothing went wrong, it takes long';

  constructor(options: SweeperOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.wake(), options.everyMs);
  }

  /** Well as long as looks come to their end. */
  get check(): HealthCheck {
    return {
      name: 'queue',
      run: async () => {
        const agoMs = performance.now() - this.#lastEndMs;
        if (agoMs > TOO_LONG_MS) {
          throw new Error(`no work could be looked for in ${Math.round(agoMs / 1000)} s: ${this.#lastFailure}`);
        }
        return undefined;
      },
    };
  }

  /** Resolves when there has been a look that began after this call. */
  wake(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    this.#again = true;
    this.#looking ??= this.#lookUntilQuiet();
    return this.#looking;
  }

  /** Resolves when the look that is under way has ended; there is none after it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#again = false;
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #lookUntilQuiet(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await this.#options.look();
        this.#lastEndMs = performance.now();
      } catch (error) {
        this.#lastFailure = (error as Error).message;
        this.#options.log('warn', `cannot look for work: ${this.#lastFailure}; trying again`);
      }
    }
    // In the same breath as the last look at `again`: whoever wakes it from here on starts another round.
    this.#looking = undefined;
  }
}
