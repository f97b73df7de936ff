/**
 * The root of every error this project throws on purpose. A subclass takes facts, writes the sentence itself, and ends
 * it with what to do; `kind` says whether trying again can help.
 */
export abstract class BaseError extends Error {
  /** `retryable`: the world may change (a server is down). `fatal`: the input or the configuration must change. */
  abstract readonly kind: 'retryable' | 'fatal';
  /** What was known when it happened, as JSON-safe values, for logs and stored evidence. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(message: string, facts: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.facts = facts;
  }
}

/** Trying again later may succeed. */
export abstract class RetryableError extends BaseError {
  readonly kind = 'retryable';
}

/** Trying again with the same input fails the same way. */
export abstract class FatalError extends BaseError {
  readonly kind = 'fatal';
}
