import { RetryableError } from '@tributary/protocol';
import { ClientError } from '../errors.js';

/** A path below /export that is none of its files. */
export class ExportNotFoundError extends ClientError {
  readonly code = 'EXPORT_NOT_FOUND';

  constructor(facts: { lists: readonly string[]; formats: readonly string[] }) {
    super(
      `there is no such export; use /export/<list>.<format> with a format of ${facts.formats.join(', ')} and a list of ${facts.lists.join(', ')}`,
      facts,
    );
  }
}

/** A parameter that an export does not have, or whose value it cannot take. */
export class BadExportError extends ClientError {
  readonly code = 'BAD_EXPORT';

  constructor(facts: { parameter: string; problem: string }) {
    super(`the parameter ${facts.parameter} ${facts.problem}`, facts);
  }
}

/** An export at a block that may still be dropped, or that is not there yet. */
export class NotFinalError extends RetryableError {
  readonly code = 'NOT_FINAL';

  constructor(facts: { asOfBlock: number | null; finalBlock: number | null }) {
    super(
      facts.finalBlock === null
        ? 'nothing is final yet; try again later'
        : `block ${facts.asOfBlock} is not final, ${facts.finalBlock} is; ask for that or less, or try again later`,
      facts,
    );
  }
}

/** Enough exports are under way. */
export class TooManyExportsError extends RetryableError {
  readonly code = 'TOO_MANY_EXPORTS';

  constructor(facts: { total: number; perClient: number }) {
    super(
      `an address may run ${facts.perClient} exports at once and all together ${facts.total}; try again when one has ended`,
      facts,
    );
  }
}
