import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { measureJson } from './measureJson.js';

it('is about the length of the JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'small' }), (value) => {
      const length = JSON.stringify(value).length;
      const size = measureJson(value, Infinity);
      // Control characters take up to six for one, short numbers less than they are counted.
      expect(size).toBeGreaterThanOrEqual(length / 6 - 2);
      expect(size).toBeLessThanOrEqual(length * 9 + 8);
    }),
  );
});

it('counts what shows twice twice, amounts by their digits, and bytes', () => {
  const text = 'x'.repeat(100);
  expect(measureJson([text, text], Infinity)).toBeGreaterThan(200);
  expect(measureJson({ amountWei: 2n ** 70n }, Infinity)).toBeGreaterThan(20);
  expect(measureJson(Buffer.alloc(5_000), Infinity)).toBe(5_000);
});

it('stops when it is enough, and is not exhausted by nesting', () => {
  let deep: unknown = 'x';
  for (let depth = 0; depth < 200_000; depth++) deep = [deep];
  expect(measureJson(deep, Infinity)).toBeGreaterThan(200_000);
  const cut = measureJson(
    Array.from({ length: 1_000_000 }, () => 'x'.repeat(100)),
    2_000_000,
  );
  expect(cut).toBeLessThan(2_000_000 + 200);
});
