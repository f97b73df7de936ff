import { ClientError } from '../errors.js';

/** A metric is asked by, or filtered by, something that its rows do not have. */
export class BadGroupError extends ClientError {
  readonly code = 'BAD_GROUP';

  constructor(facts: { metric: string; column: string; known: readonly string[] }) {
    super(`${facts.metric} does not go by ${facts.column}; it goes by ${facts.known.join(', ')}`, facts);
  }
}

/** A number out of range, or an argument that another one needs. */
export class BadAnalyticsArgumentError extends ClientError {
  readonly code = 'BAD_ARGUMENT';

  constructor(facts: { argument: string; expected: string }) {
    super(`${facts.argument} must be ${facts.expected}`, facts);
  }
}

/** A series of more points than one answer holds. */
export class TooManyPointsError extends ClientError {
  readonly code = 'TOO_MANY_POINTS';

  constructor(facts: { maximum: number }) {
    super(
      `the series has more than ${facts.maximum} points; ask for a longer interval, a shorter range or fewer groups`,
      facts,
    );
  }
}

/** It took too long, or too much memory. */
export class AnalyticsTooSlowError extends ClientError {
  readonly code = 'TIMEOUT';

  constructor(options?: ErrorOptions) {
    super('adding this up takes too much time or memory; ask for a shorter range or fewer groups', {}, options);
  }
}

/** Too many questions of this kind at the same time, or the index is being made anew. */
export class AnalyticsBusyError extends ClientError {
  readonly code = 'BUSY';

  constructor(options?: ErrorOptions) {
    super('there are too many such questions at the moment; try again in a few seconds', {}, options);
  }
}
