import type { Change, Feed } from './Feed.js';
import type { LiveHub } from './LiveHub.js';

/**
 * All changes of a feed after a place, in their order, for as long as somebody reads: first what happened since, then
 * what happens. A reader that stops in between holds one read in memory and nothing else. `return` ends it at once, also
 * while it waits.
 */
export function followFeed<Position, Row extends object>(
  hub: LiveHub,
  feed: Feed<Position, Row>,
  start: Position,
): AsyncGenerator<Change<Row>, void, undefined> {
  const stopping = new AbortController();
  const changes = runFeed(hub, feed, start, stopping.signal);
  return {
    next: () => changes.next(),
    return(value) {
      stopping.abort();
      return changes.return(value);
    },
    throw(error: unknown) {
      stopping.abort();
      return changes.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await changes.return();
    },
  };
}

async function* runFeed<Position, Row extends object>(
  hub: LiveHub,
  feed: Feed<Position, Row>,
  start: Position,
  signal: AbortSignal,
): AsyncGenerator<Change<Row>, void, undefined> {
  let position = start;
  while (!signal.aborted) {
    const { version } = hub;
    const from = position;
    const advance = await hub.read(`${feed.key} ${JSON.stringify(from)}`, (db) => feed.load(db, from));
    for (const change of advance.changes) {
      if (signal.aborted) return;
      yield change;
    }
    position = advance.position;
    if (advance.isComplete) await hub.waitForChange(version, signal);
  }
}
