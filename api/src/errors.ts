import { FatalError } from '@tributary/protocol';

/** A mistake of the client; `code` is the documented `extensions.code` of the response. */
export abstract class ClientError extends FatalError {
  abstract readonly code: string;
}

/** A cursor that this list did not hand out. */
export class BadCursorError extends ClientError {
  readonly code = 'BAD_CURSOR';

  constructor(facts: { listName: string }) {
    super(`this is not a cursor of the list ${facts.listName}; use one that this list returned`, facts);
  }
}

/** `first` or `last` out of range, or both at once. */
export class BadPageSizeError extends ClientError {
  readonly code = 'BAD_PAGE_SIZE';

  constructor(facts: { first: number | null; last: number | null; maximum: number }) {
    super(`a page holds 1 to ${facts.maximum} entries; give either first or last in that range`, facts);
  }
}

/** A search text that is too long. */
export class BadSearchError extends ClientError {
  readonly code = 'BAD_SEARCH';

  constructor(facts: { length: number; maximum: number }) {
    super(`the search text has ${facts.length} characters; use at most ${facts.maximum}`, facts);
  }
}

/** An operation that asks for more than one response may hold. */
export class OperationLimitError extends ClientError {
  readonly code = 'OPERATION_TOO_LARGE';

  constructor(facts: {
    what: 'depth' | 'aliases' | 'nodes' | 'fields' | 'cost' | 'introspection';
    actual: number;
    maximum: number;
  }) {
    super(
      `the operation has ${facts.what} ${facts.actual}, the limit is ${facts.maximum}; split it or ask for less`,
      facts,
    );
  }
}

/** An id that is none of a Node, or of one that the question is not about. */
export class BadNodeIdError extends ClientError {
  readonly code = 'BAD_NODE_ID';

  /** `kinds`: the types that the question is about; any when absent. */
  constructor(facts: { argument: string; kinds?: readonly string[] }) {
    const kinds = facts.kinds === undefined ? '' : ` of these types: ${facts.kinds.join(', ')}`;
    super(`${facts.argument} must be the id of a Node${kinds}; use the field id of one`, facts);
  }
}
