import { FatalError } from '@tributary/protocol';

/** Long after the last fault something has not caught up. */
export class NotSettledError extends FatalError {
  constructor(facts: { who: string; left: string; waitedMs: number }) {
    const { who, left, waitedMs } = facts;
    super(`${who} did not catch up within ${waitedMs / 1000} s: ${left}. Read the logs in the kept folder.`, facts);
  }
}
