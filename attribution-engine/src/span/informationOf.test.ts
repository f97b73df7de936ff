import { expect, it } from 'vitest';
import { UNITS_PER_BIT, informationOf } from './informationOf.js';

it('is exact for powers of two', () => {
  for (const bits of [0, 1, 2, 16, 31]) expect(informationOf(1, 2 ** bits)).toBe(bits * UNITS_PER_BIT);
  expect(informationOf(3, 3 * 2 ** 20)).toBe(20 * UNITS_PER_BIT);
});

it('is the floor of the real logarithm wherever float64 can tell', () => {
  for (let i = 0; i < 2000; i++) {
    const total = 1 + ((i * 2_654_435_761) % 2 ** 31);
    const count = 1 + ((i * 40_503) % total);
    const real = UNITS_PER_BIT * Math.log2(total / count);
    if (Math.abs(real - Math.round(real)) < 1e-6) continue;
    expect(informationOf(count, total)).toBe(Math.floor(real));
  }
});

it('is exact next to a whole bit, where float64 rounds up', () => {
  // log2((2³¹ − 1) / 1) = 31 − 6.7·10⁻¹⁰.
  expect(informationOf(1, 2 ** 31 - 1)).toBe(31 * UNITS_PER_BIT - 1);
  expect(informationOf(2 ** 31 - 1, 2 ** 31)).toBe(0);
});

it('never decreases as a token becomes rarer', () => {
  let before = -1;
  for (let count = 5000; count > 0; count--) {
    const information = informationOf(count, 5000);
    expect(information).toBeGreaterThanOrEqual(before);
    before = information;
  }
});

it('is the largest whole k with 2^k · count^65536 ≤ total^65536', () => {
  for (const [count, total] of [
    [1, 3],
    [3, 4],
    [7, 9],
    [5, 1000],
  ] as const) {
    const units = BigInt(informationOf(count, total));
    const [below, limit] = [BigInt(count) ** 65_536n, BigInt(total) ** 65_536n];
    expect(below << units <= limit).toBe(true);
    expect(below << (units + 1n) <= limit).toBe(false);
  }
});
