import { FatalError } from '@tributary/protocol';

/** A filter or an order that this list does not have, or a value that is not of its kind. */
export class BadFilterError extends FatalError {
  constructor(facts: { listName: string; path: string; problem: string }) {
    const place = facts.path === '' ? 'the filter' : facts.path;
    super(`${place} of the list ${facts.listName} ${facts.problem}`, facts);
  }
}
