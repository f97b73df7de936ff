import { expect, test } from 'vitest';
import { createInitialAdapter } from '../adapter/createInitialAdapter.js';
import { computeReferenceLoss } from '../decoder/computeReferenceLoss.js';
import { DisposedSessionError, InvalidExampleError } from '../errors.js';
import { createRandomModelFiles } from '../model/createRandomModelFiles.js';
import { loadBaseModel } from '../model/loadBaseModel.js';
import { encodeExample } from '../tokenizer/encodeExample.js';
import { createSession } from './createSession.js';

const BASE = loadBaseModel(createRandomModelFiles('session'));
const INITIAL = createInitialAdapter(BASE, {
  targetModules: ['q_proj', 'v_proj', 'down_proj'],
  r: 3,
  alpha: 6,
  seed: 1,
});
const ADAPTED = {
  ...INITIAL,
  modules: INITIAL.modules.map((module) => ({ ...module, B: module.B.map((_, i) => Math.sin(i) / 4) })),
};
const EXAMPLE = encodeExample(BASE.tokenizer, 'What is it?', 'A stream.', { appendEos: true });

test('the loss is that of the completion tokens, the end token among them', async () => {
  expect(EXAMPLE.completionIds.at(-1)).toBe(BASE.tokenizer.eosId);
  const ids = [...EXAMPLE.promptIds, ...EXAMPLE.completionIds];
  const expected = computeReferenceLoss(BASE, ADAPTED.modules, ids, EXAMPLE.completionIds.length);
  expect(await createSession(BASE, ADAPTED).loss(EXAMPLE)).toBeCloseTo(expected, 3);
  expect(await createSession(BASE).loss(EXAMPLE)).toBe(await createSession(BASE, INITIAL).loss(EXAMPLE));
});

test('where B is zero, dA is zero and dB is not', async () => {
  const gradients = await createSession(BASE, INITIAL).gradient(EXAMPLE);
  expect(gradients.map(({ name }) => name)).toEqual(INITIAL.modules.map(({ name }) => name));
  for (const [index, { dA, dB }] of gradients.entries()) {
    expect(dA.every((value) => value === 0)).toBe(true);
    expect(dB.some((value) => value !== 0)).toBe(true);
    expect([dA.length, dB.length]).toEqual([INITIAL.modules[index]!.A.length, INITIAL.modules[index]!.B.length]);
  }
});

test('a gradient does not depend on what else was computed', async () => {
  const expected = await createSession(BASE, ADAPTED).gradient(EXAMPLE);
  const session = createSession(BASE, ADAPTED);
  for (const completion of ['', 'x', 'a much longer completion than the one that counts here']) {
    await session.gradient(encodeExample(BASE.tokenizer, 'before', completion, { appendEos: false }));
    await session.generate(EXAMPLE.promptIds, { maxTokens: 7, temperature: 1, seed: completion });
    expect(await session.gradient(EXAMPLE)).toEqual(expected);
  }
});

test('an empty completion costs nothing and teaches nothing', async () => {
  const session = createSession(BASE, ADAPTED);
  const example = { promptIds: [5, 6], completionIds: [] };
  expect(await session.loss(example)).toBe(0);
  for (const { dA, dB } of await session.gradient(example))
    expect([...dA, ...dB].every((value) => value === 0)).toBe(true);
});

test('a prompt of one token and a completion of one token can be scored', async () => {
  const example = { promptIds: [5], completionIds: [6] };
  expect(await createSession(BASE, ADAPTED).loss(example)).toBeCloseTo(
    computeReferenceLoss(BASE, ADAPTED.modules, [5, 6], 1),
    4,
  );
});

test('generation is greedy at temperature 0 and repeatable at any', async () => {
  const session = createSession(BASE, ADAPTED);
  const greedy = await session.generate(EXAMPLE.promptIds, { maxTokens: 12, temperature: 0, seed: 1 });
  expect(
    await createSession(BASE, ADAPTED).generate(EXAMPLE.promptIds, { maxTokens: 12, temperature: 0, seed: 2 }),
  ).toEqual(greedy);
  let ids = [...EXAMPLE.promptIds];
  for (const id of greedy.ids.slice(0, 2)) {
    const losses = Array.from({ length: 260 }, (_, candidate) =>
      computeReferenceLoss(BASE, ADAPTED.modules, [...ids, candidate], 1),
    );
    expect(losses[id]).toBe(Math.min(...losses));
    ids = [...ids, id];
  }
  const sampled = await session.generate(EXAMPLE.promptIds, { maxTokens: 12, temperature: 1, seed: 1 });
  expect(await session.generate(EXAMPLE.promptIds, { maxTokens: 12, temperature: 1, seed: 1 })).toEqual(sampled);
  expect(await session.generate(EXAMPLE.promptIds, { maxTokens: 12, temperature: 1, seed: 2 })).not.toEqual(sampled);
});

test('generation ends at the end token, at the limit, and at the last position', async () => {
  const session = createSession(BASE, ADAPTED);
  const [first] = (await session.generate(EXAMPLE.promptIds, { maxTokens: 1, temperature: 0, seed: 1 })).ids;
  const ending = { ...BASE, tokenizer: { ...BASE.tokenizer, eosId: first! } };
  expect(
    await createSession(ending, ADAPTED).generate(EXAMPLE.promptIds, { maxTokens: 5, temperature: 0, seed: 1 }),
  ).toEqual({ ids: [], finish: 'eos' });
  const prompt = new Array<number>(120).fill(9);
  const endless = createSession({ ...BASE, tokenizer: { ...BASE.tokenizer, eosId: -1 } });
  expect(await endless.generate(prompt, { maxTokens: 50, temperature: 1, seed: 1 })).toMatchObject({
    ids: { length: 8 },
    finish: 'length',
  });
  expect(await session.generate(prompt, { maxTokens: 0, temperature: 1, seed: 1 })).toEqual({
    ids: [],
    finish: 'length',
  });
});

test('what the model cannot take is refused', async () => {
  const session = createSession(BASE, ADAPTED);
  for (const example of [
    { promptIds: [], completionIds: [1] },
    { promptIds: [1], completionIds: [260] },
    { promptIds: [-1], completionIds: [1] },
    { promptIds: new Array<number>(100).fill(1), completionIds: new Array<number>(29).fill(1) },
  ]) {
    await expect(session.loss(example)).rejects.toThrow(InvalidExampleError);
    await expect(session.gradient(example)).rejects.toThrow(InvalidExampleError);
  }
  await expect(session.generate([], { maxTokens: 1, temperature: 0, seed: 1 })).rejects.toThrow(InvalidExampleError);
  session.dispose();
  await expect(session.loss(EXAMPLE)).rejects.toThrow(DisposedSessionError);
});
