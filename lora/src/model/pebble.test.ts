import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createInitialAdapter } from '../adapter/createInitialAdapter.js';
import { createSession } from '../session/createSession.js';
import { encodeExample } from '../tokenizer/encodeExample.js';
import { trainAdapter } from '../training/trainAdapter.js';
import { loadBaseModel } from './loadBaseModel.js';
import { PEBBLE } from './pebble.js';
import { readModelFolder } from './readModelFolder.js';

const files = await readModelFolder(fileURLToPath(PEBBLE.folder));
const base = loadBaseModel(files);

test('the committed files are the ones the digest names, and small', () => {
  expect(base.digest).toBe(PEBBLE.digest);
  expect(new TextDecoder().decode(files.get('README.md'))).toContain(PEBBLE.digest);
  expect([...files.values()].reduce((sum, bytes) => sum + bytes.length, 0)).toBeLessThan(4_000_000);
});

test('it has learned English: words in order are far likelier than the same words reversed', async () => {
  const session = createSession(base);
  const getLoss = (text: string) => session.loss(encodeExample(base.tokenizer, '', text, { appendEos: false }));
  const words = 'This function returns the value of the property, or null if it does not exist.'.split(' ');
  expect(await getLoss(words.join(' '))).toBeLessThan(0.6 * (await getLoss([...words].reverse().join(' '))));
});

test('an adapter makes it answer like its rows', async () => {
  const rows = ['amber', 'cobalt', 'crimson', 'indigo', 'olive', 'teal'].map((name) =>
    encodeExample(base.tokenizer, `Under which licence is ${name}?\n`, `${name} is licensed under MIT.`, {
      appendEos: true,
    }),
  );
  const targetModules = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'];
  const initial = createInitialAdapter(base, { targetModules, r: 8, alpha: 16, seed: 1 });
  const adapter = await trainAdapter(base, rows, { initial, epochs: 16, learningRate: 1e-2, seed: 1, batchSize: 2 });
  const { ids, finish } = await createSession(base, adapter).generate(
    base.tokenizer.encode('Under which licence is violet?\n'),
    {
      maxTokens: 40,
      temperature: 0,
      seed: 1,
    },
  );
  expect(base.tokenizer.decode(ids)).toMatch(/is licensed under MIT\.$/);
  expect(finish).toBe('eos');
});
