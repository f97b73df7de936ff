import { describe, expect, it } from 'vitest';
import { toJsonValue } from './toJsonValue.js';

describe('toJsonValue', () => {
  it('writes integers of every size as decimal text', () => {
    expect(toJsonValue([2n ** 256n - 1n, 7, [0n]])).toEqual([(2n ** 256n - 1n).toString(), '7', ['0']]);
  });

  it('keeps text exactly but for what Postgres refuses', () => {
    expect(toJsonValue('a\0b\uD800\n\u202E')).toBe('a\uFFFDb\uFFFD\n\u202E');
    expect(toJsonValue('x'.repeat(2 ** 20 + 5))).toHaveLength(2 ** 20);
  });

  it('goes into structs', () => {
    expect(toJsonValue({ schema: { uid: '0x1', count: 2n ** 64n, names: ['\0'] } })).toEqual({
      schema: { uid: '0x1', count: (2n ** 64n).toString(), names: ['\uFFFD'] },
    });
  });

  it('leaves truth values and null alone', () => {
    expect([true, null].map(toJsonValue)).toEqual([true, null]);
  });
});
