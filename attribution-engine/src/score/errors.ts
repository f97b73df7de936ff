import { FatalError, RetryableError } from '@tributary/protocol';
import { BACKENDS, MAX_BLOCK_DIMENSION } from './scoringBackend.js';

/** A backend was asked for that does not exist. */
export class UnknownBackendError extends FatalError {
  constructor(facts: { name: string }) {
    super(`There is no scoring backend "${facts.name}". Choose one of auto, ${BACKENDS.join(', ')}.`, facts);
  }
}

/** A backend was asked for by name whose device or driver this machine lacks. */
export class BackendUnavailableError extends FatalError {
  readonly reason: string;

  constructor(facts: { name: string; reason: string }) {
    super(`The scoring backend "${facts.name}" cannot be used here: ${facts.reason}. Choose another, or auto.`, facts);
    this.reason = facts.reason;
  }
}

/** A block no backend can score exactly. */
export class BlockDimensionError extends FatalError {
  constructor(facts: { block: number; dimension: number }) {
    super(
      `Block ${facts.block} has ${facts.dimension} values. A block has 1 to ${MAX_BLOCK_DIMENSION}: ` +
        'build the index with another block dimension.',
      facts,
    );
  }
}

/** More rows than one allocation of the backend can hold, or no number of rows at all. */
export class RowCapacityError extends FatalError {
  constructor(facts: { capacity: number; rowBytes: number; maxRowBytes: number }) {
    super(
      `${facts.capacity} rows of ${facts.rowBytes} bytes do not fit into the ${facts.maxRowBytes} bytes that one ` +
        'allocation of this backend holds. Score the index in smaller shards.',
      facts,
    );
  }
}

/** Values that are no whole rows, or rows outside of what was allocated. */
export class RowRangeError extends FatalError {
  constructor(facts: { at: number; valueCount: number; rowBytes: number; capacity: number }) {
    super(
      `${facts.valueCount} values written from row ${facts.at} are not whole rows of ${facts.rowBytes} within ` +
        `${facts.capacity} rows. Write whole rows inside the allocation.`,
      facts,
    );
  }
}

/** More rows, or no number of rows, were asked to be scored. */
export class RowCountError extends FatalError {
  constructor(facts: { count: number; capacity: number }) {
    super(`${facts.count} rows cannot be scored: there are ${facts.capacity}. Ask for 0 to ${facts.capacity}.`, facts);
  }
}

/** A query of another index. */
export class QueryWidthError extends FatalError {
  constructor(facts: { query: number; width: number; expected: number }) {
    super(
      `Query ${facts.query} has ${facts.width} values, the rows have ${facts.expected}. ` +
        'Compute the query with the blocks of this index.',
      facts,
    );
  }
}

/** A query that no quantisation gives. */
export class QueryValueError extends FatalError {
  constructor(facts: { query: number }) {
    super(`Query ${facts.query} holds −128, which no quantised value is. Quantise it within ±127.`, facts);
  }
}

/** The device, or rows on it, were used after they were released. */
export class DisposedError extends FatalError {
  constructor(facts: { what: 'backend' | 'rows' }) {
    super(`The ${facts.what} of the scoring device were released before. Open or allocate them again.`, facts);
  }
}

/** A device stopped in the middle of a job: a thread that ended, a GPU that was lost. */
export class DeviceLostError extends RetryableError {
  constructor(facts: { name: string; reason: string }) {
    super(`The scoring backend "${facts.name}" was lost: ${facts.reason}. Open it again and repeat the job.`, facts);
  }
}
