import { expect, it } from 'vitest';
import { StatementNames } from './StatementNames';

it('names what is asked again and again, always alike', () => {
  const names = new StatementNames();
  const given = Array.from({ length: 6 }, () => names.get('SELECT 1'));
  expect(given.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
  expect(given[4]).toMatch(/^t[0-9a-f]{32}$/);
  expect(given[5]).toBe(given[4]);
});

it('names no more than a connection can hold, whatever is asked', () => {
  const names = new StatementNames();
  const given = new Set<string | undefined>();
  for (let number = 0; number < 5_000; number++)
    for (let use = 0; use < 6; use++) given.add(names.get(`SELECT ${number}`));
  expect(given.size).toBe(301);
  const once = new StatementNames();
  for (let round = 0; round < 5; round++) for (let number = 0; number < 10_000; number++) once.get(`SELECT ${number}`);
  expect(once.get('SELECT 1')).toBeUndefined();
});
