import { describe, expect, it } from 'vitest';
import { RecentCache } from './recentCache.js';

/** A cache of names, and what happened to them. */
function createNames(limit: number): {
  get: (key: string) => Promise<string>;
  made: string[];
  disposed: string[];
  cache: RecentCache<string>;
} {
  const made: string[] = [];
  const disposed: string[] = [];
  const cache = new RecentCache<string>(limit, (value) => void disposed.push(value));
  return {
    made,
    disposed,
    cache,
    get: (key) =>
      cache.get(key, async () => {
        made.push(key);
        return key;
      }),
  };
}

describe('RecentCache', () => {
  it('computes once, also for callers that come meanwhile', async () => {
    const { get, made } = createNames(2);
    expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual(['a', 'a', 'b']);
    await get('a');
    expect(made).toEqual(['a', 'b']);
  });

  it('drops and disposes the least recently used', async () => {
    const { get, made, disposed } = createNames(2);
    for (const key of ['a', 'b', 'a', 'c']) await get(key);
    await Promise.resolve();
    expect(disposed).toEqual(['b']);
    await get('a');
    expect(made).toEqual(['a', 'b', 'c']);
    await get('b');
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('disposes what is dropped before it has arrived', async () => {
    const disposed: string[] = [];
    const cache = new RecentCache<string>(1, (value) => void disposed.push(value));
    let arrive = (_: string): void => undefined;
    const slow = cache.get('slow', () => new Promise<string>((resolve) => (arrive = resolve)));
    await cache.get('fast', async () => 'fast');
    expect(disposed).toEqual([]);
    arrive('slow');
    expect(await slow).toBe('slow');
    expect(disposed).toEqual(['slow']);
  });

  it('does not keep a failure', async () => {
    const { get, cache, disposed } = createNames(2);
    await expect(cache.get('a', () => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
    expect(await get('a')).toBe('a');
    expect(disposed).toEqual([]);
  });

  it('keeps a later success when an earlier try fails after it', async () => {
    const { get, made, cache } = createNames(1);
    let fail = (_: Error): void => undefined;
    const slow = cache.get('a', () => new Promise<string>((_, reject) => (fail = reject)));
    await get('b');
    await get('a');
    fail(new Error('too late'));
    await expect(slow).rejects.toThrow('too late');
    await get('a');
    expect(made).toEqual(['b', 'a']);
  });

  it('disposes all when it is cleared, and a failure never', async () => {
    const { get, cache, disposed } = createNames(3);
    await get('a');
    await get('b');
    const failing = cache.get('c', () => Promise.reject(new Error('no')));
    cache.clear();
    await expect(failing).rejects.toThrow('no');
    expect(disposed.sort()).toEqual(['a', 'b']);
  });
});
