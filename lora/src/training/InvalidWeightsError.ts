import { FatalError } from '@tributary/protocol';

/** Training weights that do not fit their examples. */
export class InvalidWeightsError extends FatalError {
  constructor(facts: { position: number; exampleCount: number; weight?: number }) {
    const what =
      facts.weight === undefined
        ? `there are ${facts.position} for ${facts.exampleCount} examples`
        : `the one at position ${facts.position} is ${facts.weight}`;
    super(`Invalid training weights: ${what}. Give every example one between 0 and 1.`, facts);
  }
}
