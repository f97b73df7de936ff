import {
  GradientWorkerError,
  MalformedModelError,
  createGradientWorkers,
  createInitialAdapter,
  createRandomModelFiles,
  createSession,
  loadBaseModel,
} from '@tributary/lora';
import { expect, test } from 'vitest';

const FILES = createRandomModelFiles('workers');
const BASE = loadBaseModel(FILES);
const INITIAL = createInitialAdapter(BASE, { targetModules: ['q_proj', 'down_proj'], r: 3, alpha: 6, seed: 1 });
const ADAPTER = {
  ...INITIAL,
  modules: INITIAL.modules.map((module) => ({ ...module, B: module.B.map((_, i) => Math.sin(i) / 4) })),
};
const EXAMPLES = Array.from({ length: 12 }, (_, row) => ({
  promptIds: Array.from({ length: 2 + (row % 5) }, (_, i) => (row * 31 + i * 7) % 260),
  completionIds: Array.from({ length: 1 + (row % 7) }, (_, i) => (row * 17 + i * 11) % 260),
}));

test('threads give the very bits of one session, alone, after others, and in any order', async () => {
  const expected = await Promise.all(EXAMPLES.map((example) => createSession(BASE, ADAPTER).gradient(example)));
  const workers = await createGradientWorkers({ base: FILES, adapter: ADAPTER }, 2);
  try {
    expect(await Promise.all(EXAMPLES.map((example) => workers.gradient(example)))).toEqual(expected);
    const reversed = await Promise.all([...EXAMPLES].reverse().map((example) => workers.gradient(example)));
    expect(reversed.reverse()).toEqual(expected);
  } finally {
    await workers.dispose();
  }
  await expect(workers.gradient(EXAMPLES[0]!)).rejects.toThrow('disposed');
});

test('what one example does wrong stays with it', async () => {
  const workers = await createGradientWorkers({ base: FILES, adapter: ADAPTER }, 1);
  try {
    const wrong = workers.gradient({ promptIds: [1], completionIds: [260] });
    const right = workers.gradient(EXAMPLES[3]!);
    await expect(wrong).rejects.toThrow(GradientWorkerError);
    await expect(wrong).rejects.toThrow(/InvalidExampleError.*outside the vocabulary/);
    expect(await right).toEqual(await createSession(BASE, ADAPTER).gradient(EXAMPLES[3]!));
  } finally {
    await workers.dispose();
  }
});

test('a model no thread can load is refused at the start', async () => {
  const job = { base: '/nowhere', adapter: ADAPTER };
  await expect(createGradientWorkers(job, 2)).rejects.toThrow(/not a folder that can be read/);
  expect(MalformedModelError).toBeDefined();
});
