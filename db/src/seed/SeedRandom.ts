import { hash } from 'node:crypto';
import { createSeededRandom, type SeededRandom } from '@tributary/protocol';

/** Every draw and every digest of a synthetic ledger: the same seed gives the same ledger on every machine. */
export class SeedRandom {
  readonly #label: string;
  readonly #random: SeededRandom;

  constructor(seed: string) {
    this.#label = `tributary synthetic ledger ${seed}`;
    this.#random = createSeededRandom(this.#label);
  }

  /** 0x and 64 lower-case hex digits that depend on the seed, `kind` and `id` only, not on what was drawn before. */
  digest(kind: string, id: string | number): string {
    return `0x${hash('sha256', `${this.#label}/${kind}/${id}`, 'hex')}`;
  }

  /** An address, lower case; nobody has its key. */
  address(kind: string, id: string | number): string {
    return this.digest(kind, id).slice(0, 42);
  }

  /** Uniform in [0, 1). */
  float(): number {
    return this.#random.nextFloat();
  }

  chance(probability: number): boolean {
    return this.#random.nextFloat() < probability;
  }

  /** Whole number from `minimum` to `maximum`, both included. */
  int(minimum: number, maximum: number): number {
    return minimum + Math.floor(this.#random.nextFloat() * (maximum - minimum + 1));
  }

  /** Wei from `minimum` up to `maximum`, with digits down to the last one. */
  wei(minimum: bigint, maximum: bigint): bigint {
    const fraction = (BigInt(this.#random.nextU32()) << 32n) | BigInt(this.#random.nextU32());
    return minimum + (((maximum - minimum) * fraction) >> 64n);
  }

  /**
   * A rank in [0, count): rank r about as often as 1/(r+1), as the popularity of models, datanets and people falls
   * (Zipf). By inversion of the continuous law, so it takes no table.
   */
  rank(count: number): number {
    return Math.min(count - 1, Math.floor((count + 1) ** this.#random.nextFloat()) - 1);
  }

  /** One of them, all as likely. */
  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random.nextFloat() * items.length)]!;
  }

  /** One of them, the first ones far more often. */
  pickRanked<Item>(items: readonly Item[]): Item {
    return items[this.rank(items.length)]!;
  }
}
