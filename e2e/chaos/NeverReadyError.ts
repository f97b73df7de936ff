import { FatalError } from '@tributary/protocol';

/** A process was started and never said that it can be used. */
export class NeverReadyError extends FatalError {
  constructor(facts: { name: string; waitedMs: number; logFile: string }) {
    const { name, waitedMs, logFile } = facts;
    super(`${name} was not ready within ${waitedMs / 1000} s. Read ${logFile}.`, facts);
  }
}
