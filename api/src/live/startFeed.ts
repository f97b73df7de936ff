import { LivePositionLostError } from '@tributary/db';
import { LiveCursorExpiredError, LiveCursorTooOldError } from './errors.js';
import type { Change, Feed } from './Feed.js';
import { followFeed } from './followFeed.js';
import { MAX_REPLAY } from './limits.js';
import type { LiveHub } from './LiveHub.js';

/**
 * Follows a feed from a place. That the place can be followed is found out before, so that a client hears of it at once.
 *
 * @throws LiveCursorTooOldError, LiveCursorExpiredError
 */
export async function startFeed<Position, Row extends object>(
  hub: LiveHub,
  feed: Feed<Position, Row>,
  start: Position,
): Promise<AsyncGenerator<Change<Row>, void, undefined>> {
  const topic = feed.key.split(' ')[0] ?? feed.key;
  const isTooOld = await hub.read(`age ${feed.key} ${JSON.stringify(start)}`, (db) => feed.isTooOld(db, start));
  if (isTooOld) throw new LiveCursorTooOldError({ topic, maximum: MAX_REPLAY });
  const checked: Feed<Position, Row> = {
    ...feed,
    async load(db, position) {
      try {
        return await feed.load(db, position);
      } catch (error) {
        throw error instanceof LivePositionLostError ? new LiveCursorExpiredError({ topic }, { cause: error }) : error;
      }
    },
  };
  // The first read is shared with the stream that follows.
  await hub.read(`${feed.key} ${JSON.stringify(start)}`, (db) => checked.load(db, start));
  return followFeed(hub, checked, start);
}
