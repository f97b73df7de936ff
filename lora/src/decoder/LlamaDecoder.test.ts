import { createSeededRandom } from '@tributary/protocol';
import { describe, expect, test } from 'vitest';
import { createInitialAdapter } from '../adapter/createInitialAdapter.js';
import type { LoraAdapter } from '../adapter/LoraAdapter.js';
import { createRandomModelFiles } from '../model/createRandomModelFiles.js';
import { parseLlamaConfig } from '../model/LlamaConfig.js';
import { getFloatWeight } from '../model/ModelWeights.js';
import { decodeSafetensors } from '../safetensors/decodeSafetensors.js';
import { roundToBfloat16 } from '../safetensors/roundToBfloat16.js';
import { listModelTensors } from '../model/listModelTensors.js';
import { loadBaseModel } from '../model/loadBaseModel.js';
import { computeReferenceLoss } from './computeReferenceLoss.js';
import { LlamaDecoder } from './LlamaDecoder.js';

const SHAPES = [
  { name: 'grouped queries, tied head', overrides: {} },
  { name: 'grouped queries, untied head', overrides: { tie_word_embeddings: false } },
  { name: 'one key-value head', overrides: { num_key_value_heads: 1, num_hidden_layers: 1 } },
  { name: 'multi-head, wide heads', overrides: { num_key_value_heads: 4, head_dim: 8 } },
  { name: 'biases as in Qwen 2', overrides: { model_type: 'qwen2' } },
  { name: 'biases everywhere', overrides: { attention_bias: true, num_hidden_layers: 1 } },
  { name: 'head norms as in Qwen 3', overrides: { model_type: 'qwen3', head_dim: 8 } },
  { name: 'positions slowed linearly', overrides: { rope_scaling: { type: 'linear', factor: 4 } } },
  {
    name: 'positions slowed as in Llama 3.1',
    overrides: {
      rope_parameters: {
        ...{ rope_type: 'llama3', rope_theta: 50, factor: 8, original_max_position_embeddings: 64 },
        ...{ low_freq_factor: 1, high_freq_factor: 4 },
      },
      head_dim: 16,
    },
  },
] as const;
const TOKEN_IDS = [70, 3, 199, 41, 41, 7, 250, 0, 12];
const TARGET_COUNT = 5;
const ALL_MODULES = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj', 'lm_head'];
const STEP = 1e-4;

function createAdapter(base: ReturnType<typeof loadBaseModel>, r: number): LoraAdapter {
  const adapter = createInitialAdapter(base, { targetModules: ALL_MODULES, r, alpha: 6, seed: 'test' });
  const random = createSeededRandom('test-B');
  for (const { B } of adapter.modules) B.forEach((_, i) => (B[i] = 0.3 * random.nextGaussian()));
  return adapter;
}

describe.each(SHAPES)('a decoder with $name', ({ overrides }) => {
  const base = loadBaseModel(createRandomModelFiles('decoder', overrides));

  test('agrees with the float64 reference on the loss', () => {
    const adapter = createAdapter(base, 3);
    const decoder = new LlamaDecoder(base);
    const layers = new Map(decoder.listAdaptableLayers().map((layer) => [layer.name, layer]));
    for (const module of adapter.modules) layers.get(module.name)!.setLora(module);
    const expected = computeReferenceLoss(base, adapter.modules, TOKEN_IDS, TARGET_COUNT);
    expect(decoder.computeLoss(TOKEN_IDS, TARGET_COUNT)).toBeCloseTo(expected, 4);
    expect(decoder.computeGradient(TOKEN_IDS, TARGET_COUNT)).toBe(decoder.computeLoss(TOKEN_IDS, TARGET_COUNT));
    expect(new LlamaDecoder(base).computeLoss(TOKEN_IDS, TARGET_COUNT)).not.toBeCloseTo(expected, 2);
  });

  test('gives the LoRA gradients that finite differences of the reference give', () => {
    const adapter = createAdapter(base, 3);
    const decoder = new LlamaDecoder(base);
    const layers = new Map(decoder.listAdaptableLayers().map((layer) => [layer.name, layer]));
    for (const module of adapter.modules) layers.get(module.name)!.setLora(module);
    decoder.computeGradient(TOKEN_IDS, TARGET_COUNT);
    const modules = adapter.modules.map((module) => ({
      ...module,
      A: Float64Array.from(module.A),
      B: Float64Array.from(module.B),
    }));
    for (const module of modules) {
      const { dA, dB } = layers.get(module.name)!.getLoraGradient(module.r);
      for (const [values, gradient] of [
        [module.A, dA],
        [module.B, dB],
      ] as const) {
        expect(gradient).toHaveLength(values.length);
        for (const i of [0, Math.floor(values.length / 2) + 1, values.length - 1]) {
          const slope = differentiate(values, i, () => computeReferenceLoss(base, modules, TOKEN_IDS, TARGET_COUNT));
          expect(Math.abs(gradient[i]! - slope), `${module.name} ${i}`).toBeLessThan(2e-4 * (1 + Math.abs(slope)));
        }
      }
    }
  });

  test.each(ALL_MODULES)('gives the same gradients of %s when nothing else is adapted', (target) => {
    const adapter = createInitialAdapter(base, { targetModules: [target], r: 2, alpha: 6, seed: 'test' });
    const others = createInitialAdapter(base, { targetModules: ALL_MODULES, r: 2, alpha: 6, seed: 'test' });
    const compute = (modules: LoraAdapter['modules']) => {
      const decoder = new LlamaDecoder(base);
      decoder.placeAdapter(modules);
      decoder.computeGradient(TOKEN_IDS, TARGET_COUNT);
      return decoder.listAdaptableLayers().filter(({ name }) => name.endsWith(target));
    };
    const all = compute(others.modules);
    compute(adapter.modules).forEach((layer, i) =>
      expect(layer.getLoraGradient(2)).toEqual(all[i]!.getLoraGradient(2)),
    );
  });

  test('gives the gradients of every base weight that finite differences of the reference give', () => {
    const decoder = new LlamaDecoder(base);
    const places = new Map<string, number>();
    for (const part of [
      ...decoder.listLinearLayers(),
      ...decoder.layers.flatMap((layer) =>
        [layer.attentionNorm, layer.mlpNorm, layer.queryNorm, layer.keyNorm].filter((norm) => norm !== undefined),
      ),
      decoder.norm,
      decoder.head,
    ]) {
      const length = base.weights.get(`${part.name}.weight`)?.length;
      if (length === undefined) continue;
      part.weightGradient = decoder.arena.allocateZeros(length);
      places.set(`${part.name}.weight`, part.weightGradient);
    }
    decoder.embeddingGradient = decoder.arena.allocateZeros(base.weights.get('model.embed_tokens.weight')!.length);
    places.set('model.embed_tokens.weight', decoder.embeddingGradient);
    if (base.config.tieWordEmbeddings) decoder.head.weightGradient = decoder.embeddingGradient;
    decoder.computeGradient(TOKEN_IDS, TARGET_COUNT);
    const weights = new Map([...base.weights.keys()].map((name) => [name, Float64Array.from(base.weights.get(name)!)]));
    for (const { name } of listModelTensors(base.config)) {
      const values = weights.get(name)!;
      if (name.endsWith('.bias')) continue;
      for (const i of [TOKEN_IDS[2]! * 16 + 3, 1, 37].map((index) => index % values.length)) {
        const slope = differentiate(values, i, () =>
          computeReferenceLoss({ config: base.config, weights }, [], TOKEN_IDS, TARGET_COUNT),
        );
        expect(Math.abs(decoder.arena.floats[places.get(name)! + i]! - slope), `${name} ${i}`).toBeLessThan(
          2e-4 * (1 + Math.abs(slope)),
        );
      }
    }
  });

  test('extends a cache token by token to the very logits of the whole sequence', () => {
    const decoder = new LlamaDecoder(base);
    const { vocabSize } = base.config;
    const whole = decoder.extend(decoder.allocateCache(TOKEN_IDS.length), TOKEN_IDS);
    const expected = decoder.arena.floats.slice(whole, whole + vocabSize);
    const cache = decoder.allocateCache(TOKEN_IDS.length);
    let logits = decoder.extend(cache, TOKEN_IDS.slice(0, 4));
    for (const id of TOKEN_IDS.slice(4)) logits = decoder.extend(cache, [id]);
    expect(decoder.arena.floats.slice(logits, logits + vocabSize)).toEqual(expected);
  });
});

function differentiate(values: Float64Array, index: number, compute: () => number): number {
  const value = values[index]!;
  values[index] = value + STEP;
  const above = compute();
  values[index] = value - STEP;
  const below = compute();
  values[index] = value;
  return (above - below) / (2 * STEP);
}

test('a model kept in bfloat16 gives the very bits of the same model in float32', () => {
  const shape = { hidden_size: 256, head_dim: 64, intermediate_size: 512, vocab_size: 70_000, num_hidden_layers: 1 };
  const files = createRandomModelFiles('large', shape);
  const config = parseLlamaConfig(files);
  const { tensors } = decodeSafetensors(files.get('model.safetensors')!);
  const narrow = new Map([...tensors].map(([name, { data }]) => [name, roundToBfloat16(data as Float32Array)]));
  const wide = new Map([...narrow.keys()].map((name) => [name, getFloatWeight(narrow, name)!]));
  const [kept, widened] = [narrow, wide].map((weights) => {
    const decoder = new LlamaDecoder({ config, weights });
    const { modules } = createInitialAdapter({ config }, { targetModules: ['q_proj'], r: 4, alpha: 4, seed: 1 });
    decoder.placeAdapter(modules);
    const size = decoder.arena.top;
    const loss = decoder.computeGradient(TOKEN_IDS, TARGET_COUNT);
    return { size, loss, gradients: decoder.layers[0]!.q.getLoraGradient(4) };
  });
  expect({ ...kept, size: 0 }).toEqual({ ...widened, size: 0 });
  expect(kept!.size).toBeLessThan(0.52 * widened!.size);
});
