import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ServerBusyError } from './errors.js';
import { HeavyLane } from './HeavyLane.js';

const never = new AbortController().signal;

it('lets so many run, the rest in their order, and refuses a crowd', async () => {
  const lane = new HeavyLane({ running: 2, waiting: 2 });
  const entered: string[] = [];
  const ask = (name: string) =>
    lane.enter(never).then((leave) => {
      entered.push(name);
      return leave;
    });
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(ask);
  await expect(lane.enter(never)).rejects.toThrow(ServerBusyError);
  await turn();
  expect(entered).toEqual(['a', 'b']);
  const leave = await a!;
  leave();
  leave();
  await turn();
  expect(entered).toEqual(['a', 'b', 'c']);
  (await b!)();
  (await c!)();
  (await d!)();
  await turn();
  expect(entered).toEqual(['a', 'b', 'c', 'd']);
  await Promise.all([lane.enter(never), lane.enter(never)]);
});

it('forgets who gave up', async () => {
  const lane = new HeavyLane({ running: 1, waiting: 5 });
  const leave = await lane.enter(never);
  const gone = new AbortController();
  const waiting = lane.enter(gone.signal);
  const next = lane.enter(never);
  gone.abort(new Error('hung up'));
  await expect(waiting).rejects.toThrow('hung up');
  leave();
  (await next)();
  await expect(lane.enter(gone.signal)).rejects.toThrow('hung up');
  await lane.enter(never);
});
