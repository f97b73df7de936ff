import { expect, it } from 'vitest';
import { createReadGauge, type Reading } from './createReadGauge.js';
import { Counter, Registry } from './index.js';

const NAME = 'tributary_things';
const samplesOf = async (registry: Registry): Promise<string[]> =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith(NAME));

function open(read: () => Promise<readonly Reading[]>, freshMs: number): Registry {
  const registry = new Registry();
  createReadGauge({ registry, name: NAME, help: 'Things.', labelNames: ['kind'], read, freshMs });
  return registry;
}

it('shows what is there now: a label that is gone is no sample', async () => {
  let readings: Reading[] = [{ labels: { kind: 'a' }, value: 1 }];
  const registry = open(async () => readings, 0);
  expect(await samplesOf(registry)).toEqual([`${NAME}{kind="a"} 1`]);
  readings = [{ labels: { kind: 'b' }, value: 2 }];
  // A reading is kept for a multiple of what it took, so it may take some more.
  await expect.poll(() => samplesOf(registry)).toEqual([`${NAME}{kind="b"} 2`]);
});

it('asks once for all scrapes while an answer is fresh', async () => {
  let asked = 0;
  const registry = open(async () => [{ labels: {}, value: ++asked }], 60_000);
  await Promise.all([samplesOf(registry), samplesOf(registry)]);
  await samplesOf(registry);
  expect(asked).toBe(1);
});

it('has no samples while it cannot be read, counts that, and leaves other metrics alone', async () => {
  const registry = open(() => Promise.reject(new Error('no database')), 60_000);
  new Counter({ name: 'other_total', help: 'Other.', registers: [registry] }).inc(3);
  expect(await samplesOf(registry)).toEqual([]);
  const text = await registry.metrics();
  expect(text).toContain('other_total 3');
  expect(text).toMatch(/tributary_metrics_read_failures_total\{metric="tributary_things"\} [12]\n/);
});

it('does not go on showing what was read before it failed', async () => {
  let isDown = false;
  const registry = open(async () => {
    if (isDown) throw new Error('no database');
    return [{ labels: { kind: 'a' }, value: 1 }];
  }, 0);
  expect(await samplesOf(registry)).toEqual([`${NAME}{kind="a"} 1`]);
  isDown = true;
  await expect.poll(() => samplesOf(registry)).toEqual([]);
});
