import { RetryableError } from '@tributary/protocol';
import { ClientError } from '../errors.js';

/** An operation whose time was up before all of it was answered. */
export class OperationTimeoutError extends RetryableError {
  readonly code = 'TIMEOUT';

  constructor(facts: { timeoutMs: number }) {
    super(`the operation took longer than ${facts.timeoutMs} ms; ask for less, or split it`, facts);
  }
}

/** Whoever asked has hung up: nobody reads this, it ends what is still under way. */
export class ClientGoneError extends RetryableError {
  constructor() {
    super('the connection was closed before the answer; ask again', {});
  }
}

/** What was read for one operation, or its answer, is larger than a response may be. */
export class ResponseTooLargeError extends ClientError {
  readonly code = 'RESPONSE_TOO_LARGE';

  constructor(facts: { maximumBytes: number }) {
    super(`the answer would be larger than ${facts.maximumBytes} bytes; ask for fewer entries or fields`, facts);
  }
}

/** A client that has asked for more than its share of this minute. */
export class CostBudgetSpentError extends RetryableError {
  readonly code = 'COST_BUDGET_SPENT';
  readonly retryAfterSeconds: number;

  constructor(facts: { cost: number; pointsPerMinute: number; retryAfterSeconds: number }) {
    super(
      `this address has spent its ${facts.pointsPerMinute} points of this minute, and this costs ${facts.cost}; ` +
        `try again in ${facts.retryAfterSeconds} s`,
      facts,
    );
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

/** More heavy operations wait than will be answered in time. */
export class ServerBusyError extends ClientError {
  readonly code = 'BUSY';

  constructor(facts: { waitingCount: number }) {
    super('there are too many such questions at the moment; try again in a few seconds', facts);
  }
}

/** An operation that is not on the list of those this server answers. */
export class OperationNotListedError extends ClientError {
  readonly code = 'OPERATION_NOT_LISTED';

  constructor(facts: { sha256: string | null }) {
    super('this server answers listed operations only; ask its operator to add this one', facts);
  }
}

/** Several operations in one body. */
export class BatchRefusedError extends ClientError {
  readonly code = 'BATCH_REFUSED';

  constructor(facts: { operationCount: number }) {
    super('a request holds one operation; send them one by one on one connection', facts);
  }
}

/** A body or a query string that is no GraphQL request. */
export class BadRequestError extends ClientError {
  readonly code = 'BAD_REQUEST';

  constructor(facts: { reason: string; advice: string }) {
    super(`${facts.reason}; ${facts.advice}`, facts);
  }
}
