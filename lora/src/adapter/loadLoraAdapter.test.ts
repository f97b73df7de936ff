import { describe, expect, test } from 'vitest';
import { MalformedModelError, UnsupportedModelError } from '../errors.js';
import { createRandomModelFiles } from '../model/createRandomModelFiles.js';
import { loadBaseModel } from '../model/loadBaseModel.js';
import type { ModelFiles } from '../model/ModelFiles.js';
import { decodeSafetensors } from '../safetensors/decodeSafetensors.js';
import { encodeSafetensors } from '../safetensors/encodeSafetensors.js';
import type { Tensor } from '../safetensors/Tensor.js';
import { createInitialAdapter } from './createInitialAdapter.js';
import { encodeLoraAdapter } from './encodeLoraAdapter.js';
import { roundToBfloat16 } from '../safetensors/roundToBfloat16.js';
import { listTargetModules } from './listTargetModules.js';
import { loadLoraAdapter } from './loadLoraAdapter.js';
import { parseLoraConfig } from './parseLoraConfig.js';

const BASE = loadBaseModel(createRandomModelFiles('adapter'));
const INITIAL = createInitialAdapter(BASE, {
  targetModules: ['v_proj', 'q_proj'],
  r: 4,
  alpha: 8,
  seed: 7,
  baseModelName: 'pebble',
});
const FILES = encodeLoraAdapter(INITIAL);
const Q0 = 'model.layers.0.self_attn.q_proj';

function withConfig(changes: Record<string, unknown>): ModelFiles {
  const config = JSON.parse(new TextDecoder().decode(FILES.get('adapter_config.json'))) as Record<string, unknown>;
  return new Map(FILES).set('adapter_config.json', new TextEncoder().encode(JSON.stringify({ ...config, ...changes })));
}

function withTensors(change: (tensors: Map<string, Tensor>) => void): ModelFiles {
  const { tensors } = decodeSafetensors(FILES.get('adapter_model.safetensors')!);
  change(tensors);
  return new Map(FILES).set('adapter_model.safetensors', encodeSafetensors(tensors));
}

test("the start is the rule's: B is zero, A uniform below 1/√in, fixed by the seed", () => {
  expect(INITIAL.modules.map((module) => module.name)).toEqual(
    [0, 1].flatMap((layer) => ['q_proj', 'v_proj'].map((name) => `model.layers.${layer}.self_attn.${name}`)),
  );
  for (const { A, B, scale } of INITIAL.modules) {
    expect(scale).toBe(2);
    expect(B.every((value) => value === 0)).toBe(true);
    expect(A.every((value) => Math.abs(value) <= 0.25)).toBe(true);
    expect(Math.max(...A) - Math.min(...A)).toBeGreaterThan(0.3);
  }
  // These bits are part of the rule gradient/1: a change here changes every index on chain.
  expect([...INITIAL.modules[0]!.A.slice(0, 3)]).toMatchInlineSnapshot(`
    [
      0.18624770641326904,
      0.04644596576690674,
      0.17906653881072998,
    ]
  `);
  const other = createInitialAdapter(BASE, { targetModules: ['q_proj'], r: 4, alpha: 8, seed: 8 });
  expect(other.modules[0]!.A).not.toEqual(INITIAL.modules[0]!.A);
});

test('PEFT files survive a round trip bit for bit', () => {
  const trained = {
    ...INITIAL,
    modules: INITIAL.modules.map((module, index) => ({ ...module, B: module.B.map((_, i) => Math.sin(i + index)) })),
  };
  const files = encodeLoraAdapter(trained);
  const loaded = loadLoraAdapter(files, BASE);
  expect(loaded).toEqual(trained);
  expect(encodeLoraAdapter(loaded)).toEqual(files);
  expect([...decodeSafetensors(files.get('adapter_model.safetensors')!).tensors.keys()]).toContain(
    `base_model.model.${Q0}.lora_A.weight`,
  );
});

test('rank patterns, alpha patterns and rank-stabilised scaling are honoured', () => {
  const files = new Map(
    withTensors((tensors) => {
      for (const layer of [0, 1]) {
        tensors.set(`base_model.model.model.layers.${layer}.self_attn.v_proj.lora_A.weight`, {
          dtype: 'F32',
          shape: [9, 16],
          data: new Float32Array(144),
        });
        tensors.set(`base_model.model.model.layers.${layer}.self_attn.v_proj.lora_B.weight`, {
          dtype: 'F32',
          shape: [8, 9],
          data: new Float32Array(72),
        });
      }
    }),
  ).set(
    'adapter_config.json',
    withConfig({ use_rslora: true, rank_pattern: { v_proj: 9 }, alpha_pattern: { [`^${Q0}`]: 20 } }).get(
      'adapter_config.json',
    )!,
  );
  expect(loadLoraAdapter(files, BASE).modules.map(({ r, scale }) => ({ r, scale }))).toEqual([
    { r: 4, scale: 10 },
    { r: 9, scale: 8 / 3 },
    { r: 4, scale: 4 },
    { r: 9, scale: 8 / 3 },
  ]);
});

test('a full module name targets that module alone', () => {
  expect(
    createInitialAdapter(BASE, { targetModules: [Q0], r: 1, alpha: 1, seed: 0 }).modules.map(({ name }) => name),
  ).toEqual([Q0]);
});

describe('a malformed adapter is refused', () => {
  const name = `base_model.model.${Q0}.lora_A.weight`;
  const cases: [string, ModelFiles, RegExp][] = [
    [
      'no config',
      new Map([['adapter_model.safetensors', new Uint8Array(0)]]),
      /adapter_config.json: the file is missing/,
    ],
    [
      'no tensors',
      new Map([['adapter_config.json', FILES.get('adapter_config.json')!]]),
      /adapter_model.safetensors: the file is missing/,
    ],
    [
      'bytes that are no safetensors',
      new Map(FILES).set('adapter_model.safetensors', Uint8Array.of(1)),
      /adapter_model.safetensors: Malformed/,
    ],
    ['a missing matrix', withTensors((tensors) => tensors.delete(name)), /q_proj.lora_A.weight is missing/],
    ['another rank', withConfig({ r: 5 }), /has shape \[4,16\], not \[5,16\]/],
    [
      'a tensor too many',
      withTensors((tensors) => tensors.set('extra', tensors.get(name)!)),
      /tensor "extra" belongs to no target module/,
    ],
    [
      'an integer matrix',
      withTensors((tensors) => tensors.set(name, { dtype: 'I8', shape: [4, 16], data: new Int8Array(64) })),
      /is I8, not floating/,
    ],
    [
      'a NaN',
      withTensors((tensors) =>
        tensors.set(name, { dtype: 'F32', shape: [4, 16], data: new Float32Array(64).fill(NaN) }),
      ),
      /not finite/,
    ],
    ['no rank', withConfig({ r: 0 }), /r is 0, not a rank/],
    ['no alpha', withConfig({ lora_alpha: null }), /lora_alpha is null/],
    ['a rank pattern that is a list', withConfig({ rank_pattern: [1] }), /rank_pattern is not an object/],
  ];
  test.each(cases)('%s', (_, files, message) => {
    expect(() => loadLoraAdapter(files, BASE)).toThrow(MalformedModelError);
    expect(() => loadLoraAdapter(files, BASE)).toThrow(message);
  });
});

test.each([
  { peft_type: 'LOHA' },
  { bias: 'all' },
  { use_dora: true },
  { fan_in_fan_out: true },
  { modules_to_save: ['lm_head'] },
  { layers_to_transform: [0], target_modules: '.*q_proj' },
  { target_modules: '(?!a).*' },
  { target_modules: '.*(q_proj|v_proj|embed_tokens)' },
  { rank_pattern: { '(a)\\1': 4 } },
  { trainable_token_indices: [1] },
  { target_modules: ['q_proj', 'embed_tokens'] },
])('what would change the numbers is refused: %j', (changes) => {
  expect(() => loadLoraAdapter(withConfig(changes), BASE)).toThrow(UnsupportedModelError);
});

describe('modules are selected as PEFT selects them', () => {
  const select = (changes: Record<string, unknown>): string[] =>
    listTargetModules(BASE.config, parseLoraConfig(withConfig(changes))).map(({ name }) => name);
  const expand = (layers: readonly number[], names: readonly string[]): string[] =>
    layers.flatMap((layer) => names.map((name) => `model.layers.${layer}.${name}`));
  const [Q, V, O] = ['self_attn.q_proj', 'self_attn.v_proj', 'self_attn.o_proj'] as const;
  const ALL = [Q, 'self_attn.k_proj', V, O, 'mlp.gate_proj', 'mlp.up_proj', 'mlp.down_proj'];

  test.each<[string, Record<string, unknown>, string[]]>([
    ['every linear layer', { target_modules: 'all-linear' }, expand([0, 1], ALL)],
    ['a pattern', { target_modules: 'model\\.layers\\.1\\..*(q|v)_proj' }, expand([1], [Q, V])],
    ['a pattern for whole names only', { target_modules: '.*q_pro.' }, expand([0, 1], [Q])],
    ['names beside the head', { target_modules: ['o_proj', 'lm_head'] }, [...expand([0, 1], [O]), 'lm_head']],
    ['some layers', { layers_to_transform: [1] }, expand([1], [Q, V])],
    ['one layer', { layers_to_transform: 0, layers_pattern: 'layers' }, expand([0], [Q, V])],
    [
      'a full name in another layer',
      { target_modules: [Q0, 'v_proj'], layers_to_transform: [1] },
      [Q0, ...expand([1], [V])],
    ],
    [
      'all but some',
      { target_modules: 'all-linear', exclude_modules: ['mlp.up_proj', 'o_proj'] },
      expand(
        [0, 1],
        ALL.filter((name) => !/up_proj|o_proj/.test(name)),
      ),
    ],
    ['all but a pattern', { exclude_modules: '.*\\.0\\..*' }, expand([1], [Q, V])],
  ])('%s', (_, changes, expected) => expect(select(changes)).toEqual(expected));

  test.each([
    { target_modules: '.*query' },
    { layers_to_transform: [7] },
    { layers_pattern: 'h', layers_to_transform: 1 },
  ])('what selects nothing is refused: %j', (changes) => expect(() => select(changes)).toThrow(/selects no module/));

  test('keys of rank_pattern are patterns from a dot on, the first decides', () => {
    const ranks = { 'layers.0..*q_proj': 3, q_proj: 5, v_pro: 6 };
    const shapes = listTargetModules(BASE.config, parseLoraConfig(withConfig({ rank_pattern: ranks })));
    expect(shapes.map(({ r }) => r)).toEqual([3, 4, 5, 4]);
  });
});

test('names are read as every version of PEFT writes them, and the head is adapted too', () => {
  const adapter = createInitialAdapter(BASE, { targetModules: ['q_proj', 'lm_head'], r: 2, alpha: 2, seed: 1 });
  const files = encodeLoraAdapter(adapter);
  const { tensors } = decodeSafetensors(files.get('adapter_model.safetensors')!);
  for (const rename of [
    (name: string) => name.replace('base_model.model.', ''),
    (name: string) => name.replace('.weight', '.default.weight'),
  ]) {
    const renamed = encodeSafetensors([...tensors].map(([name, tensor]) => [rename(name), tensor] as const));
    expect(loadLoraAdapter(new Map(files).set('adapter_model.safetensors', renamed), BASE)).toEqual(adapter);
  }
  const [first] = tensors.keys();
  const twice = encodeSafetensors([...tensors, [first!.replace('base_model.model.', ''), tensors.get(first!)!]]);
  expect(() => loadLoraAdapter(new Map(files).set('adapter_model.safetensors', twice), BASE)).toThrow(
    /the same matrix/,
  );
});

test('half-precision matrices are widened', () => {
  const files = withTensors((tensors) => {
    for (const [name, { shape, data }] of tensors)
      tensors.set(name, { dtype: 'BF16', shape, data: roundToBfloat16(data as Float32Array) });
  });
  const { A } = loadLoraAdapter(files, BASE).modules[0]!;
  expect(Math.max(...A.map((value, i) => Math.abs(value - INITIAL.modules[0]!.A[i]!)))).toBeLessThan(2 ** -10);
});

test('an adapter of another base is refused by tensor and both shapes, a pickle with advice', () => {
  const other = loadBaseModel(createRandomModelFiles('other', { hidden_size: 32 }));
  expect(() => loadLoraAdapter(FILES, other)).toThrow(
    `tensor base_model.model.${Q0}.lora_A.weight has shape [4,16], not [4,32] as its rank and the base model need`,
  );
  const pickled = new Map(FILES).set('adapter_model.bin', new Uint8Array(0));
  pickled.delete('adapter_model.safetensors');
  expect(() => loadLoraAdapter(pickled, BASE)).toThrow(/is a pickle.*safe_serialization/);
});
