import { setTimeout as sleep } from 'node:timers/promises';
import type { ChainClient } from './ChainClient.js';
import { areSameHeads, type ChainHeads } from './ChainHeads.js';
import type { FinalityRule } from './FinalityRule.js';

export interface HeadTrackerOptions {
  client: ChainClient;
  rule: FinalityRule;
  pollIntervalMs: number;
  /** Called with every change; again at the next poll when it fails. Polling does not wait for it. */
  onChange: (heads: ChainHeads) => Promise<void>;
}

/**
 * Asks the node over and over where its chain stands, by hash: a chain that was reorganised at the same height, or became
 * shorter, shows within one poll. The only poller of the process: backfill and head follower both wait on it.
 */
export class HeadTracker {
  readonly #options: HeadTrackerOptions;
  #heads: ChainHeads | undefined;
  #waiting: (() => void)[] = [];
  #announced: ChainHeads | undefined;
  #announcing: Promise<void> | undefined;

  constructor(options: HeadTrackerOptions) {
    this.#options = options;
  }

  /** Polls until `signal` is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { client, rule, pollIntervalMs } = this.#options;
    while (!signal.aborted) {
      const heads = await client.fetchHeads(rule);
      if (!this.#heads || !areSameHeads(this.#heads, heads)) {
        this.#heads = heads;
        for (const wake of this.#waiting.splice(0)) wake();
      }
      this.#announce(this.#heads);
      await sleep(pollIntervalMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** The newest heads; waits for the first. */
  async get(): Promise<ChainHeads> {
    while (!this.#heads) await this.#wait();
    return this.#heads;
  }

  /** The newest heads once they differ from `since`, or after `limitMs` at the latest. */
  async getAfter(since: ChainHeads | undefined, limitMs?: number): Promise<ChainHeads> {
    const heads = await this.get();
    if (heads !== since) return heads;
    await this.#wait(limitMs);
    return this.get();
  }

  #announce(heads: ChainHeads): void {
    if (this.#announced === heads || this.#announcing) return;
    this.#announcing = this.#options.onChange(heads).then(
      () => {
        this.#announced = heads;
        this.#announcing = undefined;
      },
      () => {
        this.#announcing = undefined;
      },
    );
  }

  #wait(limitMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = limitMs === undefined ? undefined : setTimeout(resolve, limitMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
