import type { SpreadDecade } from '@tributary/db';

/** How unevenly an amount is spread over groups. */
export interface SpreadFigures {
  groupCount: bigint;
  amount: bigint;
  /**
   * Gini coefficient: 0 when all have the same, towards 1 when one has all. `2 Σ i·xᵢ / (n Σ xᵢ) − (n + 1) / n` with the
   * groups in ascending order, i from 1. Null without groups.
   */
  gini: number | null;
  /** How many groups the richest hundredth is: rounded up. */
  topGroupCount: bigint;
  topAmount: bigint;
  /** Null without groups. */
  topShare: number | null;
}

/** Figures of all decades together; sums are exact, and a ratio is rounded once, at the end. */
export function getSpreadFigures(decades: readonly SpreadDecade[]): SpreadFigures {
  const add = (pick: (decade: SpreadDecade) => bigint): bigint =>
    decades.reduce((sum, decade) => sum + pick(decade), 0n);
  const groupCount = add((decade) => decade.groupCount);
  const amount = add((decade) => decade.amount);
  const topAmount = add((decade) => decade.topAmount);
  const weighted = add((decade) => decade.weightedAmount);
  const isEmpty = amount === 0n;
  return {
    groupCount,
    amount,
    gini: isEmpty ? null : divide(2n * weighted - (groupCount + 1n) * amount, groupCount * amount),
    topGroupCount: (groupCount + 99n) / 100n,
    topAmount,
    topShare: isEmpty ? null : divide(topAmount, amount),
  };
}

const DIGITS = 1_000_000_000_000n;

/** To twelve digits. */
function divide(dividend: bigint, divisor: bigint): number {
  return Number((dividend * DIGITS) / divisor) / Number(DIGITS);
}
