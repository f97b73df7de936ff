import { createSeededRandom } from '@tributary/protocol';
import { describe, expect, test } from 'vitest';
import { createInitialAdapter } from '../adapter/createInitialAdapter.js';
import type { LoraAdapter } from '../adapter/LoraAdapter.js';
import { createRandomModelFiles } from '../model/createRandomModelFiles.js';
import { listModelTensors } from '../model/listModelTensors.js';
import { loadBaseModel } from '../model/loadBaseModel.js';
import { computeReferenceLoss } from './computeReferenceLoss.js';
import { LlamaDecoder } from './LlamaDecoder.js';

const SHAPES = [
  { name: 'grouped queries, tied head', overrides: {} },
  { name: 'grouped queries, untied head', overrides: { tie_word_embeddings: false } },
  { name: 'one key-value head', overrides: { num_key_value_heads: 1, num_hidden_layers: 1 } },
  { name: 'multi-head, wide heads', overrides: { num_key_value_heads: 4, head_dim: 8 } },
] as const;
const TOKEN_IDS = [70, 3, 199, 41, 41, 7, 250, 0, 12];
const TARGET_COUNT = 5;
const ALL_MODULES = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'];
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
    const layers = new Map(decoder.listLinearLayers().map((layer) => [layer.name, layer]));
    for (const module of adapter.modules) layers.get(module.name)!.setLora(module);
    const expected = computeReferenceLoss(base, adapter.modules, TOKEN_IDS, TARGET_COUNT);
    expect(decoder.computeLoss(TOKEN_IDS, TARGET_COUNT)).toBeCloseTo(expected, 4);
    expect(decoder.computeGradient(TOKEN_IDS, TARGET_COUNT)).toBe(decoder.computeLoss(TOKEN_IDS, TARGET_COUNT));
    expect(new LlamaDecoder(base).computeLoss(TOKEN_IDS, TARGET_COUNT)).not.toBeCloseTo(expected, 2);
  });

  test('gives the LoRA gradients that finite differences of the reference give', () => {
    const adapter = createAdapter(base, 3);
    const decoder = new LlamaDecoder(base);
    const layers = new Map(decoder.listLinearLayers().map((layer) => [layer.name, layer]));
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

  test('gives the gradients of every base weight that finite differences of the reference give', () => {
    const decoder = new LlamaDecoder(base);
    const places = new Map<string, number>();
    for (const part of [
      ...decoder.listLinearLayers(),
      ...decoder.layers.flatMap((layer) => [layer.attentionNorm, layer.mlpNorm]),
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
    const weights = new Map([...base.weights].map(([name, values]) => [name, Float64Array.from(values)]));
    for (const { name } of listModelTensors(base.config)) {
      const values = weights.get(name)!;
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
