import { RetryableError } from '@tributary/protocol';

/** None of the blocks of a position is in the index: it was made anew, or belongs to another chain. */
export class LivePositionLostError extends RetryableError {
  constructor(facts: { blockNumber: number }) {
    super(
      `the index holds another chain than the one this place (block ${facts.blockNumber}) is in; load the list again and subscribe without a cursor`,
      facts,
    );
  }
}
