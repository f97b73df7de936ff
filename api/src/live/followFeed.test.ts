import type { ReadDatabase } from '@tributary/db';
import { afterEach, describe, expect, it } from 'vitest';
import { ChangeKind } from './ChangeKind.js';
import type { Change, Feed } from './Feed.js';
import { followFeed } from './followFeed.js';
import { LiveHub } from './LiveHub.js';

interface Entry {
  number: number;
}

/** A table of numbers, and how often it was read. */
class Table {
  readonly rows: number[] = [];
  readCount = 0;
  readonly hub = new LiveHub({
    read: (work) => {
      this.readCount++;
      return work({} as ReadDatabase);
    },
    close: () => Promise.resolve(),
  });
  readonly feed: Feed<number, Entry> = {
    key: 'numbers',
    load: async (_db, position) => {
      const changes = this.rows.slice(position, position + 2).map((number): Change<Entry> => ({
        kind: ChangeKind.ADDED,
        node: { number },
        blockNumber: number,
        retractedFromBlock: null,
        cursor: String(number),
      }));
      const next = position + changes.length;
      return Promise.resolve({ changes, position: next, isComplete: next === this.rows.length });
    },
    isTooOld: () => Promise.resolve(false),
  };

  add(number: number): void {
    this.rows.push(number);
    this.hub.notify();
  }
}

let table: Table;
afterEach(() => table.hub.close());

async function take(stream: AsyncGenerator<Change<Entry>>, count: number): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < count) taken.push((await stream.next()).value!.node!.number);
  return taken;
}

describe('followFeed', () => {
  it('gives everyone everything in order, and reads once for all who keep up', async () => {
    table = new Table();
    const streams = Array.from({ length: 200 }, () => followFeed(table.hub, table.feed, 0));
    const first = streams.map((stream) => take(stream, 1));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(table.readCount).toBe(1);
    table.add(1);
    expect(await Promise.all(first)).toEqual(streams.map(() => [1]));
    const rest = streams.map((stream) => take(stream, 3));
    for (const number of [2, 3, 4]) table.add(number);
    expect(await Promise.all(rest)).toEqual(streams.map(() => [2, 3, 4]));
    expect(table.readCount).toBeLessThanOrEqual(6);
    await Promise.all(streams.map((stream) => stream.return()));
  });

  it('keeps nothing for who does not read, who then reads on from there', async () => {
    table = new Table();
    const slow = followFeed(table.hub, table.feed, 0);
    table.add(0);
    expect(await take(slow, 1)).toEqual([0]);
    const before = table.readCount;
    for (let number = 1; number <= 50; number++) table.add(number);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(table.readCount).toBe(before);
    expect(await take(slow, 50)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    await slow.return();
  });

  it('ends at once while it waits', async () => {
    table = new Table();
    const stream = followFeed(table.hub, table.feed, 0);
    const waiting = stream.next();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('hears of what changed while it read', async () => {
    table = new Table();
    const { load } = table.feed;
    const other = followFeed(
      table.hub,
      {
        ...table.feed,
        async load(db, position) {
          const advance = await load(db, position);
          // Comes after the read, before anybody waits.
          if (table.rows.length === 0) {
            table.add(7);
            await new Promise((resolve) => setTimeout(resolve, 60));
          }
          return advance;
        },
      },
      0,
    );
    expect(await take(other, 1)).toEqual([7]);
    await other.return();
  });

  it('tells a failure to those who wait for it, and tries again for the next', async () => {
    table = new Table();
    table.add(1);
    let failures = 1;
    const feed: Feed<number, Entry> = {
      ...table.feed,
      load: (db, position) => (failures-- > 0 ? Promise.reject(new RangeError('gone')) : table.feed.load(db, position)),
    };
    const [one, other] = [followFeed(table.hub, feed, 0), followFeed(table.hub, feed, 0)];
    const results = await Promise.allSettled([one.next(), other.next()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const later = followFeed(table.hub, feed, 0);
    expect(await take(later, 1)).toEqual([1]);
    await later.return();
  });
});
