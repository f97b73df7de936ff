import { expect, test } from 'vitest';
import { createInitialAdapter } from '../adapter/createInitialAdapter.js';
import { createRandomModelFiles } from '../model/createRandomModelFiles.js';
import { loadBaseModel } from '../model/loadBaseModel.js';
import { createSession } from '../session/createSession.js';
import { encodeExample } from '../tokenizer/encodeExample.js';
import type { LoraAdapter } from '../adapter/LoraAdapter.js';
import { Adam } from './Adam.js';
import { InvalidWeightsError } from './InvalidWeightsError.js';
import { shuffleIndices } from './shuffleIndices.js';
import { trainAdapter, type TrainingProgress } from './trainAdapter.js';
import { trainBaseModel } from './trainBaseModel.js';

const BASE = loadBaseModel(createRandomModelFiles('training'));
const EXAMPLES = ['red', 'green', 'blue'].map((colour) =>
  encodeExample(BASE.tokenizer, `${colour}?`, `${colour} is a colour.`, { appendEos: true }),
);
const INITIAL = createInitialAdapter(BASE, {
  targetModules: ['q_proj', 'v_proj', 'down_proj'],
  r: 4,
  alpha: 8,
  seed: 'start',
});
const OPTIONS = { initial: INITIAL, epochs: 40, learningRate: 3e-2, seed: 'order', batchSize: 2 };

async function sumLosses(adapter: typeof INITIAL): Promise<number> {
  const session = createSession(BASE, adapter);
  let sum = 0;
  for (const example of EXAMPLES) sum += await session.loss(example);
  return sum;
}

test('an adapter learns its examples and leaves its start alone', async () => {
  const progress: TrainingProgress[] = [];
  const before = await sumLosses(INITIAL);
  const trained = await trainAdapter(BASE, EXAMPLES, { ...OPTIONS, onProgress: (step) => progress.push(step) });
  expect(await sumLosses(trained)).toBeLessThan(before / 2);
  expect(INITIAL.modules.every(({ B }) => B.every((value) => value === 0))).toBe(true);
  expect(progress).toHaveLength(80);
  expect(progress.at(-1)).toMatchObject({ epoch: 39, step: 80, stepCount: 80 });
  expect(progress.at(-1)!.meanLoss).toBeLessThan(progress[0]!.meanLoss);
});

test('training is fixed by its inputs', async () => {
  const short = { ...OPTIONS, epochs: 2 };
  const trained = await trainAdapter(BASE, EXAMPLES, short);
  expect(await trainAdapter(BASE, EXAMPLES, short)).toEqual(trained);
  expect(await trainAdapter(BASE, EXAMPLES, { ...short, seed: 'other' })).not.toEqual(trained);
});

test('an example of weight 0 keeps its place but teaches nothing', async () => {
  const short = { ...OPTIONS, epochs: 2 };
  const weighted = (weights: number[], examples = EXAMPLES) => trainAdapter(BASE, examples, { ...short, weights });
  expect(await weighted([1, 1, 1])).toEqual(await trainAdapter(BASE, EXAMPLES, short));
  const masked = await weighted([1, 0, 1]);
  // Whatever stands in its place, if it is as long: only its tokens are counted.
  const green = EXAMPLES[1]!;
  const other = { promptIds: [7], completionIds: green.completionIds.map((id) => id + 1) };
  expect(await weighted([1, 0, 1], [EXAMPLES[0]!, other, EXAMPLES[2]!])).toEqual(masked);
  expect(masked).not.toEqual(await trainAdapter(BASE, [EXAMPLES[0]!, EXAMPLES[2]!], short));
  expect(masked).not.toEqual(await weighted([1, 0.5, 1]));
  expect((await weighted([0, 0, 0])).modules).toEqual(INITIAL.modules);
});

test('weights that do not fit are refused before training', async () => {
  for (const weights of [
    [1, 1],
    [1, 1, -0.1],
    [1, 1, 1.5],
    [1, NaN, 1],
  ]) {
    await expect(trainAdapter(BASE, EXAMPLES, { ...OPTIONS, weights })).rejects.toThrow(InvalidWeightsError);
  }
});

test('the adapter is shown after every epoch, as a copy', async () => {
  const shown: LoraAdapter[] = [];
  const onEpoch = (epoch: number, adapter: LoraAdapter) => {
    expect(epoch).toBe(shown.length);
    shown.push(adapter);
  };
  const trained = await trainAdapter(BASE, EXAMPLES, { ...OPTIONS, epochs: 3, onEpoch });
  expect(shown).toHaveLength(3);
  expect(shown[2]).toEqual(trained);
  expect(shown[0]).not.toEqual(shown[1]);
});

test('examples without a completion change nothing', async () => {
  const short = { ...OPTIONS, epochs: 1 };
  const empty = { promptIds: [1], completionIds: [] };
  expect(await trainAdapter(BASE, [...EXAMPLES, empty], short)).toEqual(await trainAdapter(BASE, EXAMPLES, short));
  expect((await trainAdapter(BASE, [empty], short)).modules).toEqual(INITIAL.modules);
});

test('a base model learns its sequences from nothing', () => {
  const losses: number[] = [];
  const weights = trainBaseModel(BASE.config, {
    sequences: [
      [1, 2, 3, 4, 5, 6, 7, 8],
      [1, 2, 3, 4, 5, 6, 7, 9],
    ],
    ...{ epochs: 100, batchSize: 2, learningRate: 1e-2, weightDecay: 0.01, seed: 'tiny' },
    onProgress: ({ meanLoss }) => losses.push(meanLoss),
  });
  expect(losses).toHaveLength(100);
  expect(losses[0]).toBeCloseTo(Math.log(260), 1);
  expect(losses.at(-1)).toBeLessThan(0.5);
  expect([...weights.keys()].sort()).toEqual([...BASE.weights.keys()].sort());
});

test('Adam takes its first step at the learning rate against the sign of the gradient', () => {
  const parameters = Float32Array.of(1, 1, 1);
  new Adam(3).update(parameters, Float32Array.of(1000, -0.001, 0), 0.1, 2);
  expect(parameters[0]).toBeCloseTo(0.9, 5);
  expect(parameters[1]).toBeCloseTo(1.1, 4);
  expect(parameters[2]).toBe(1);
});

test('a shuffle is a permutation fixed by its label', () => {
  const order = shuffleIndices(50, 'a');
  expect([...order].sort((left, right) => left - right)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(shuffleIndices(50, 'a')).toEqual(order);
  expect(shuffleIndices(50, 'b')).not.toEqual(order);
});
