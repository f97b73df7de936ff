import { expect, test } from 'vitest';
import { createInitialAdapter } from '../adapter/createInitialAdapter.js';
import { createRandomModelFiles } from '../model/createRandomModelFiles.js';
import { loadBaseModel } from '../model/loadBaseModel.js';
import { createSession } from '../session/createSession.js';
import { encodeExample } from '../tokenizer/encodeExample.js';
import { createJaxTwin } from './createJaxTwin.js';

test.each([{}, { tie_word_embeddings: false, num_key_value_heads: 4 }])(
  'automatic differentiation agrees with the decoder: %j',
  async (overrides) => {
    const base = loadBaseModel(
      createRandomModelFiles('twin', { hidden_size: 32, head_dim: 8, intermediate_size: 40, ...overrides }),
    );
    const initial = createInitialAdapter(base, {
      targetModules: ['q_proj', 'k_proj', 'v_proj', 'down_proj'],
      r: 4,
      alpha: 8,
      seed: 1,
    });
    const adapted = {
      ...initial,
      modules: initial.modules.map((module) => ({ ...module, B: module.B.map((_, i) => Math.sin(i) / 8) })),
    };
    const twin = await createJaxTwin(base, adapted);
    const session = createSession(base, adapted);
    try {
      for (const completion of ['short', 'one that needs a bucket longer than the first']) {
        const example = encodeExample(base.tokenizer, 'prompt', completion, { appendEos: true });
        const expected = await session.loss(example);
        expect(Math.abs((await twin.loss(example)) - expected)).toBeLessThan(1e-5 * expected);
        const gradients = await twin.gradient(example);
        for (const [index, { name, dA, dB }] of (await session.gradient(example)).entries()) {
          expect(gradients[index]!.name).toBe(name);
          for (const [ours, theirs] of [
            [dA, gradients[index]!.dA],
            [dB, gradients[index]!.dB],
          ] as const) {
            const norm = Math.hypot(...ours);
            expect(Math.hypot(...ours.map((value, i) => value - theirs[i]!))).toBeLessThan(1e-4 * norm);
          }
        }
      }
    } finally {
      twin.dispose();
    }
  },
);
