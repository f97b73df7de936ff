import { expect, it } from 'vitest';
import { coalesceCalls } from './coalesceCalls.js';

it('makes calls of one turn, and those that wait, together, in order and within the limit', async () => {
  const batches: number[][] = [];
  const double = coalesceCalls(async (inputs: number[]) => {
    batches.push(inputs);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return inputs.map((input) => 2 * input);
  }, 3);
  const first = [1, 2].map(double);
  await Promise.resolve();
  await Promise.resolve();
  const later = [3, 4, 5, 6].map(double);
  expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10, 12]);
  expect(batches).toEqual([[1, 2], [3, 4, 5], [6]]);
  expect(await double(7)).toBe(14);
});

it('gives an error to every call that was made with it, and goes on', async () => {
  const call = coalesceCalls(async (inputs: number[]) => {
    if (inputs.includes(2)) throw new Error('two');
    return inputs;
  }, 2);
  const results = await Promise.allSettled([1, 2, 3].map(call));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
});
