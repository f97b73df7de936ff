import { expect, it } from 'vitest';
import { isoOfSeconds } from './isoOfSeconds.ts';

it('reads Unix seconds, and gives up on what no calendar holds', () => {
  expect(isoOfSeconds('0')).toBe('1970-01-01T00:00:00.000Z');
  expect(isoOfSeconds('1763640000')).toBe('2025-11-20T12:00:00.000Z');
  expect(isoOfSeconds((2n ** 256n - 1n).toString())).toBeNull();
});
