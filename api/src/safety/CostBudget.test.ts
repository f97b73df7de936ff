import { expect, it } from 'vitest';
import { CostBudget, createCostBudget } from './CostBudget.js';
import { CostBudgetSpentError } from './errors.js';
import { DEFAULT_SAFETY } from './SafetySettings.js';

it('keeps accounts apart, and takes nothing for what it refuses', async () => {
  const budget = new CostBudget({ pointsPerMinute: 100, exempt: [], trustsProxies: false });
  expect(await budget.spend('a', 89.2)).toBe(10);
  const refusal = await budget.spend('a', 50).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(CostBudgetSpentError);
  expect((refusal as CostBudgetSpentError).retryAfterSeconds).toBeGreaterThan(0);
  expect((refusal as CostBudgetSpentError).retryAfterSeconds).toBeLessThanOrEqual(60);
  expect(await budget.spend('a', 10)).toBe(0);
  await expect(budget.spend('a', 1)).rejects.toThrow(CostBudgetSpentError);
  expect(await budget.spend('b', 1)).toBe(99);
});

it('is none where no points are counted', () => {
  expect(createCostBudget(DEFAULT_SAFETY)).toBeNull();
});
