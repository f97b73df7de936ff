import { expect, it } from 'vitest';
import { BoundedCache } from './BoundedCache.js';

it('keeps what was used last, within its size', async () => {
  const cache = new BoundedCache<string>(20, (value) => value.length);
  await cache.set('a', 'x'.repeat(8));
  await cache.set('b', 'x'.repeat(8));
  expect(await cache.get('a')).toHaveLength(8);
  await cache.set('c', 'x'.repeat(8));
  expect([await cache.get('a'), await cache.get('b'), await cache.get('c')].map((value) => value?.length)).toEqual([
    8,
    undefined,
    8,
  ]);
});

it('keeps nothing larger than itself, and counts what is replaced once', async () => {
  const cache = new BoundedCache<string>(20, (value) => value.length);
  await cache.set('a', 'x'.repeat(100));
  expect(await cache.get('a')).toBeUndefined();
  for (let round = 0; round < 10; round++) await cache.set('a', 'x'.repeat(15));
  expect(await cache.get('a')).toHaveLength(15);
  expect(await cache.delete('a')).toBe(true);
  expect(await cache.delete('a')).toBe(false);
  await cache.set('b', 'x'.repeat(19));
  expect(await cache.get('b')).toHaveLength(19);
});
