import { createHash } from 'node:crypto';

/** Named statements at most: each is kept, with its plan, by every connection. */
const MAX_NAMES = 300;
/** Asked so often before it gets a name: what is asked once or twice is not worth keeping. */
const USES_BEFORE_NAME = 5;
/** Texts that are counted at a time. */
const MAX_COUNTED = 2_000;

/**
 * Which statements Postgres prepares: the first few hundred that are asked again and again. A prepared one is parsed and
 * analysed once a connection, and planned once where its plan does not depend on its values; that is most of what a short
 * question costs. Bounded, since clients choose filters and with them texts.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  #uses = new Map<string, number>();

  /** The name to prepare it under; undefined: not prepared. */
  get(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size === MAX_NAMES) return known;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses < USES_BEFORE_NAME) {
      if (this.#uses.size === MAX_COUNTED) this.#uses = new Map();
      this.#uses.set(text, uses);
      return undefined;
    }
    this.#uses.delete(text);
    const name = `t${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
    this.#names.set(text, name);
    return name;
  }
}
