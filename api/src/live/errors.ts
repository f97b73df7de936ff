import { ClientError } from '../errors.js';

/** A cursor that no subscription handed out, or one of another subscription. */
export class BadLiveCursorError extends ClientError {
  readonly code = 'BAD_CURSOR';

  constructor(facts: { topic: string }) {
    super(`this is not a cursor of ${facts.topic}; use one of its own, or one of liveCursor`, facts);
  }
}

/** More has happened since a cursor than is told again. */
export class LiveCursorTooOldError extends ClientError {
  readonly code = 'CURSOR_TOO_OLD';

  constructor(facts: { topic: string; maximum: number }) {
    super(
      `more than ${facts.maximum} changes have happened since this cursor; load the list again and subscribe from liveCursor`,
      facts,
    );
  }
}

/** The index holds another chain than the one that a cursor is a place in. */
export class LiveCursorExpiredError extends ClientError {
  readonly code = 'CURSOR_EXPIRED';

  constructor(facts: { topic: string }, options?: ErrorOptions) {
    super(
      'the index was made anew since this cursor; load the list again and subscribe from liveCursor',
      facts,
      options,
    );
  }
}

/** A query sent over a WebSocket. */
export class SubscriptionsOnlyError extends ClientError {
  readonly code = 'SUBSCRIPTIONS_ONLY';

  constructor(facts: { operation: string }) {
    super(`a WebSocket takes subscriptions only; send a ${facts.operation} by POST to the same path`, facts);
  }
}

/** One connection that follows too many things at once. */
export class TooManySubscriptionsError extends ClientError {
  readonly code = 'TOO_MANY_SUBSCRIPTIONS';

  constructor(facts: { maximum: number }) {
    super(`a connection holds at most ${facts.maximum} subscriptions; end one of them first`, facts);
  }
}
