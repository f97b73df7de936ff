import { FatalError, RetryableError } from '@tributary/protocol';

/** The list of partitions cannot be understood. The writer starts again without it; a reader asks Postgres. */
export class ManifestError extends FatalError {
  constructor(facts: { path: string; reason: string }, options?: ErrorOptions) {
    super(
      `${facts.path} is no list of partitions: ${facts.reason}; delete it and let the writer make it anew`,
      facts,
      options,
    );
  }
}

/** What was written does not add up to what Postgres has. */
export class PartitionSumError extends RetryableError {
  constructor(facts: { table: string; fromBlock: number; toBlock: number; expected: string; actual: string }) {
    super(
      `the ${facts.table} of blocks ${facts.fromBlock} to ${facts.toBlock} add up to ${facts.actual} where ` +
        `${facts.expected} are due; nothing was published, and it is tried again`,
      facts,
    );
  }
}

/** A setting is missing or cannot be understood. */
export class AnalyticsSettingError extends FatalError {
  constructor(facts: { name: string; expected: string }) {
    super(`${facts.name} is missing or not understood; set it to ${facts.expected}`, facts);
  }
}

/** As many questions as may wait are waiting. */
export class AnalyticsBusyError extends RetryableError {
  constructor(facts: { maximum: number }) {
    super(`${facts.maximum} questions about the whole ledger are waiting already; try again in a moment`, facts);
  }
}

/** Nobody waits for the answer any more. */
export class QuestionAbandonedError extends RetryableError {
  constructor() {
    super('the question was given up before it was answered; ask again', {});
  }
}

/** A question ran past its time limit and was stopped. */
export class AnalyticsTimeoutError extends RetryableError {
  constructor(facts: { timeoutMs: number }) {
    super(`the question took longer than ${facts.timeoutMs} ms; ask for a shorter range or fewer groups`, facts);
  }
}

/** A question needed more memory than one may have. Postgres is not asked instead: it would take longer still. */
export class AnalyticsMemoryError extends RetryableError {
  constructor(options?: ErrorOptions) {
    super('the question needs more memory than it may have; ask for a shorter range or fewer groups', {}, options);
  }
}

/** The chain goes back and forth below the partitions faster than a question is answered. */
export class LedgerChangingError extends RetryableError {
  constructor(facts: { attempts: number }) {
    super(`the index changed ${facts.attempts} times while the question was answered; try again in a moment`, facts);
  }
}

/** No new partition for too long. */
export class PartitionsLateError extends RetryableError {
  constructor(facts: { lateSeconds: number; reason: string }) {
    super(`no round ended well for ${facts.lateSeconds} s (${facts.reason}); look at Postgres and at the disk`, facts);
  }
}
