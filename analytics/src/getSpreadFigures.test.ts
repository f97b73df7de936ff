import type { SpreadDecade } from '@tributary/db';
import { describe, expect, it } from 'vitest';
import { getSpreadFigures } from './getSpreadFigures.js';

/** By the definition, from the amounts themselves. */
function toDecades(amounts: readonly bigint[]): SpreadDecade[] {
  const sorted = amounts.toSorted((a, b) => (a < b ? -1 : 1));
  const topFrom = sorted.length - Math.ceil(sorted.length / 100);
  const decades = new Map<number, SpreadDecade>();
  sorted.forEach((amount, index) => {
    const decade = amount.toString().length - 1;
    const known = decades.get(decade) ?? { decade, groupCount: 0n, amount: 0n, weightedAmount: 0n, topAmount: 0n };
    decades.set(decade, {
      decade,
      groupCount: known.groupCount + 1n,
      amount: known.amount + amount,
      weightedAmount: known.weightedAmount + BigInt(index + 1) * amount,
      topAmount: known.topAmount + (index >= topFrom ? amount : 0n),
    });
  });
  return [...decades.values()];
}

/** Mean absolute difference of all pairs over twice the mean. */
function giniByPairs(amounts: readonly number[]): number {
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  const differences = amounts.flatMap((a) => amounts.map((b) => Math.abs(a - b)));
  return differences.reduce((total, difference) => total + difference, 0) / (2 * amounts.length * sum);
}

describe('getSpreadFigures', () => {
  it('is null of nothing', () => {
    expect(getSpreadFigures([])).toEqual({
      ...{ groupCount: 0n, amount: 0n, gini: null, topGroupCount: 0n, topAmount: 0n, topShare: null },
    });
  });

  it.each([[[5]], [[7, 7, 7]], [[1, 2, 3, 4]], [[1, 1, 1, 1_000_000]], [[3, 14, 159, 2_653, 58_979]]])(
    'is what pairs of %j say',
    (amounts) => {
      const figures = getSpreadFigures(toDecades(amounts.map(BigInt)));
      expect(figures.gini).toBeCloseTo(giniByPairs(amounts), 9);
      expect(figures.topAmount).toBe(BigInt(Math.max(...amounts)));
    },
  );

  it('takes the richest hundredth, rounded up, of amounts of any size', () => {
    const amounts = Array.from({ length: 250 }, (_, index) => 2n ** 250n + BigInt(index));
    const figures = getSpreadFigures(toDecades(amounts));
    expect(figures.topGroupCount).toBe(3n);
    expect(figures.topAmount).toBe(3n * 2n ** 250n + 247n + 248n + 249n);
    expect(figures.gini).toBeCloseTo(0, 9);
  });
});
