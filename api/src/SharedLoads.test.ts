import type { ReadDatabase } from '@tributary/db';
import { expect, it } from 'vitest';
import { SharedLoads } from './SharedLoads.js';

const db = {} as ReadDatabase;

/** Answers with the keys in capitals; refuses a batch that holds `bad`. */
function createAsk() {
  const asked: string[][] = [];
  const ask = async (_db: ReadDatabase, keys: readonly string[]): Promise<string[]> => {
    asked.push([...keys]);
    if (keys.includes('bad')) throw new RangeError('bad');
    return keys.map((key) => key.toUpperCase());
  };
  return { asked, ask };
}

it('asks once for what several ask in one turn, each key once, and gives everyone their own in their order', async () => {
  const { asked, ask } = createAsk();
  const shared = new SharedLoads(db);
  const answers = await Promise.all([
    shared.load('a', ['x', 'y'], ask),
    shared.load('a', ['y', 'z', 'x'], ask),
    shared.load('b', ['x'], ask),
  ]);
  expect(answers).toEqual([['X', 'Y'], ['Y', 'Z', 'X'], ['X']]);
  expect(asked).toEqual([['x', 'y', 'z'], ['x']]);
});

it('joins nothing that was sent already, and keeps nothing', async () => {
  const { asked, ask } = createAsk();
  const shared = new SharedLoads(db);
  await shared.load('a', ['x'], ask);
  await shared.load('a', ['x'], ask);
  expect(asked).toEqual([['x'], ['x']]);
});

it('lets nobody suffer from the key of another', async () => {
  const { ask } = createAsk();
  const shared = new SharedLoads(db);
  const [good, bad] = await Promise.allSettled([shared.load('a', ['x'], ask), shared.load('a', ['bad'], ask)]);
  expect(good).toEqual({ status: 'fulfilled', value: ['X'] });
  expect(bad).toMatchObject({ status: 'rejected', reason: new RangeError('bad') });
});

it('ends the wait of an operation whose time is up, and of no other', async () => {
  const { ask } = createAsk();
  const shared = new SharedLoads(db);
  const controller = new AbortController();
  const [stopped, other] = [shared.load('a', ['x'], ask, controller.signal), shared.load('a', ['y'], ask)];
  controller.abort(new RangeError('time is up'));
  await expect(stopped).rejects.toThrow('time is up');
  expect(await other).toEqual(['Y']);
  await expect(shared.load('a', ['x'], ask, controller.signal)).rejects.toThrow('time is up');
});

it('puts no more keys into a statement than it may hold', async () => {
  const { asked, ask } = createAsk();
  const shared = new SharedLoads(db);
  const many = (prefix: string) => Array.from({ length: 600 }, (_, number) => `${prefix}${number}`);
  const [, second] = await Promise.all([shared.load('a', many('m'), ask), shared.load('a', many('n'), ask)]);
  expect(asked.map(({ length }) => length)).toEqual([600, 600]);
  expect(second![599]).toBe('N599');
});
