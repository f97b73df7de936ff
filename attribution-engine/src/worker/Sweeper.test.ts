import type { Log } from '@tributary/operations';
import { afterEach, expect, it, vi } from 'vitest';
import { Sweeper } from './Sweeper.js';

const sweepers: Sweeper[] = [];
const lines: string[] = [];
const log: Log = (level, message) => void lines.push(`${level} ${message}`);

function open(look: () => Promise<void>, everyMs = 1_000_000): Sweeper {
  const sweeper = new Sweeper({ look, everyMs, log });
  sweepers.push(sweeper);
  return sweeper;
}

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(sweepers.splice(0).map((sweeper) => sweeper.stop()));
  lines.length = 0;
});

it('looks once more for all who woke it while it looked, and never twice at once', async () => {
  let looks = 0;
  let now = 0;
  let most = 0;
  const sweeper = open(async () => {
    looks++;
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
  });
  await Promise.all([sweeper.wake(), sweeper.wake(), sweeper.wake()]);
  expect([looks, most]).toEqual([2, 1]);
  await sweeper.wake();
  expect(looks).toBe(3);
});

it('looks by itself, and goes on after a failure', async () => {
  let looks = 0;
  open(async () => {
    if (++looks === 1) throw new Error('no database');
  }, 1);
  await expect.poll(() => looks).toBeGreaterThan(2);
  expect(lines).toEqual(['warn cannot look for work: no database; trying again']);
});

it('stops when the look that is under way has ended, and looks no more', async () => {
  const ending = Promise.withResolvers<void>();
  let looks = 0;
  const sweeper = open(() => (looks++, ending.promise));
  void sweeper.wake();
  let isStopped = false;
  const stopped = sweeper.stop().then(() => (isStopped = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isStopped).toBe(false);
  ending.resolve();
  await stopped;
  await sweeper.wake();
  expect(looks).toBe(1);
});

it('is ill when no look has come to its end for long, and says why', async () => {
  vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
  let isDown = true;
  const sweeper = open(async () => {
    if (isDown) throw new Error('no database');
  });
  await sweeper.wake();
  await expect(sweeper.check.run(new AbortController().signal)).resolves.toBeUndefined();
  vi.advanceTimersByTime(31_000);
  await expect(sweeper.check.run(new AbortController().signal)).rejects.toThrow(
    'no work could be looked for in 31 s: no database',
  );
  isDown = false;
  await sweeper.wake();
  await expect(sweeper.check.run(new AbortController().signal)).resolves.toBeUndefined();
});
