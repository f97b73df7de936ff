import type { Batch } from '../Batch.js';
import type { EventPlace } from '../ChainEvent.js';

/** What events say for "nobody". */
export const ZERO_ADDRESS = `0x${'00'.repeat(20)}`;

/**
 * What each event of a contract does to the ledger. A handler never throws for what the chain says; it returns in words
 * what contradicts the ledger (an unknown id, a second creation), and the event is stored with those words.
 */
export type Handlers<Events> = {
  [Name in keyof Events]?: (batch: Batch, place: EventPlace, args: ArgsOf<Events[Name]>) => string | undefined;
};

type ArgsOf<Event> = Event extends { decode(log: never): infer Args } ? Args : never;

/** The problems that apply, as one sentence; undefined when there is none. */
export function joinProblems(...problems: (string | false | undefined)[]): string | undefined {
  return problems.filter((problem) => problem !== false && problem !== undefined).join('; ') || undefined;
}
