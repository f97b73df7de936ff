import { expect, test } from 'vitest';
import { quote } from './quote.js';

test.each<[unknown, string]>([
  [undefined, 'missing'],
  [null, 'null'],
  [7, '7'],
  ['a', '"a"'],
  ['a\nb\u0007', '"a\\nb\\u0007"'],
  ['a\u202eb\u009bc', '"a\ufffdb\ufffdc"'],
  [[1, 'a'], '[1,"a"]'],
  [new Array(9).fill(1), 'a list of 9'],
  [[[1]], 'a list of 1'],
  [{ toString: 1 }, 'an object'],
])('%j is one short line', (value, expected) => expect(quote(value)).toBe(expected));

test('however long or deep, it is short', () => {
  let deep: unknown = {};
  for (let i = 0; i < 200_000; i++) deep = { deep };
  for (const value of [deep, [deep], 'x'.repeat(1e6), ['x'.repeat(1e6)]])
    expect(quote(value).length).toBeLessThanOrEqual(81);
});
