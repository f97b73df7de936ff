import { FatalError } from '@tributary/protocol';

/** What the chain and the index tell is not enough to measure how far to trust its shares. */
export class UnmeasurableIndexError extends FatalError {
  constructor(facts: { reason: string }) {
    super(`Its shares cannot be put to the test: ${facts.reason}.`, facts);
  }
}
