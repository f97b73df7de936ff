import {
  createInitialAdapter,
  createRandomModelFiles,
  createSession,
  encodeExample,
  encodeLoraAdapter,
  loadBaseModel,
  loadLoraAdapter,
  type LoraAdapter,
} from '@tributary/lora';
import { createSeededRandom } from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import { createFeatureExtractor } from './createFeatureExtractor.js';
import { GRADIENT_1 } from './gradientRule.js';
import { createProjection } from './projectBlock.js';

const BASE = loadBaseModel(createRandomModelFiles('features'));
const EXAMPLE = encodeExample(BASE.tokenizer, 'What is it?', 'A stream.', { appendEos: true });
const WIDE = { ...GRADIENT_1, blockDimension: 100_000 };

/** A published adapter, as PEFT would have written it. */
function publish(settings: Record<string, unknown> = {}, r = 2): LoraAdapter {
  const shape = createInitialAdapter(BASE, { targetModules: ['v_proj', 'q_proj'], r, alpha: 6, seed: 'published' });
  const ranks = (settings['rank_pattern'] ?? {}) as Record<string, number>;
  const modules = shape.modules.map((module) => {
    const rank = ranks[module.name.split('.').at(-1)!] ?? r;
    const fill = (length: number, phase: number): Float32Array =>
      Float32Array.from({ length }, (_, i) => Math.sin(i + phase) / 4);
    return { ...module, r: rank, A: fill(rank * module.in, 1), B: fill(rank * module.out, 2) };
  });
  const files = new Map(encodeLoraAdapter({ ...shape, modules }));
  const config = JSON.parse(new TextDecoder().decode(files.get('adapter_config.json'))) as object;
  files.set('adapter_config.json', new TextEncoder().encode(JSON.stringify({ ...config, ...settings })));
  return loadLoraAdapter(files, BASE);
}

/** The rule's own adapter again, from the text of docs/attribution.md §1. */
function startOf(adapter: LoraAdapter): LoraAdapter {
  const modules = adapter.modules.map((module) => {
    const random = createSeededRandom(`lora-init/gradient/1/${module.name}`);
    const bound = 1 / Math.sqrt(module.in);
    const A = Float32Array.from({ length: module.r * module.in }, () => (2 * random.nextFloat() - 1) * bound);
    return { ...module, A, B: new Float32Array(module.out * module.r) };
  });
  return { ...adapter, modules };
}

describe('createFeatureExtractor', () => {
  it('names its blocks: start, then final, modules in code unit order', () => {
    const extractor = createFeatureExtractor(BASE, publish(), { ...GRADIENT_1, blockDimension: 40 });
    expect(extractor.blocks).toEqual(
      ['start', 'final'].flatMap((stage) =>
        [0, 1].flatMap((layer) => [
          { name: `${stage}/model.layers.${layer}.self_attn.q_proj`, dimension: stage === 'start' ? 32 : 40 },
          { name: `${stage}/model.layers.${layer}.self_attn.v_proj`, dimension: stage === 'start' ? 16 : 40 },
        ]),
      ),
    );
    extractor.dispose();
  });

  it.each<[string, Record<string, unknown>]>([
    ['as usual', {}],
    ['rank-stabilised', { use_rslora: true }],
    ['of several ranks', { rank_pattern: { q_proj: 3 } }],
    ['of several scales', { alpha_pattern: { v_proj: 1 } }],
  ])('takes the gradients of the rule for an adapter %s', async (_, settings) => {
    const adapter = publish(settings);
    const extractor = createFeatureExtractor(BASE, adapter, WIDE);
    const features = await extractor.extract(EXAMPLE);
    const start = await createSession(BASE, startOf(adapter)).gradient(EXAMPLE);
    const final = await createSession(BASE, adapter).gradient(EXAMPLE);
    const byName = <T extends { name: string }>(list: readonly T[]): T[] =>
      [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(features.map((block) => [...block])).toEqual([
      ...byName(start).map(({ dB }) => [...dB]),
      ...byName(final).map(({ dA, dB }) => [...dA, ...dB]),
    ]);
    expect(extractor.blocks.map(({ dimension }) => dimension)).toEqual(features.map(({ length }) => length));
    extractor.dispose();
  });

  it('projects each block under its own name', async () => {
    const adapter = publish();
    const whole = createFeatureExtractor(BASE, adapter, WIDE);
    const projected = createFeatureExtractor(BASE, adapter, { ...GRADIENT_1, blockDimension: 24 });
    const blocks = await whole.extract(EXAMPLE);
    const expected = blocks.map((block, b) =>
      createProjection(whole.blocks[b]!.name, block.length, 24).project(Float32Array.from(block)),
    );
    expect(await projected.extract(EXAMPLE)).toEqual(expected);
  });

  it('takes the stages the rule names, each as it would be among the others', async () => {
    const both = createFeatureExtractor(BASE, publish(), WIDE);
    const final = createFeatureExtractor(BASE, publish(), { ...WIDE, stages: ['final'] });
    expect(final.blocks).toEqual(both.blocks.filter(({ name }) => name.startsWith('final/')));
    const all = await both.extract(EXAMPLE);
    expect(await final.extract(EXAMPLE)).toEqual(all.slice(all.length / 2));
  });

  it('counts completion tokens only, and sums over them', async () => {
    const extractor = createFeatureExtractor(BASE, publish(), WIDE);
    const silent = await extractor.extract({ ...EXAMPLE, completionIds: [] });
    expect(silent.every((block) => block.every((value) => value === 0))).toBe(true);
    const [first, ...rest] = EXAMPLE.completionIds;
    const head = await extractor.extract({ promptIds: EXAMPLE.promptIds, completionIds: [first!] });
    const tail = await extractor.extract({ promptIds: [...EXAMPLE.promptIds, first!], completionIds: rest });
    (await extractor.extract(EXAMPLE)).forEach((block, b) =>
      block.forEach((value, i) => expect(value).toBeCloseTo(head[b]![i]! + tail[b]![i]!, 4)),
    );
  });
});
