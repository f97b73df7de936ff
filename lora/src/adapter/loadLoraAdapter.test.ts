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
import { loadLoraAdapter } from './loadLoraAdapter.js';

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
      /tensor extra belongs to no target module/,
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
  { layers_to_transform: [0] },
  { target_modules: 'all-linear' },
  { target_modules: ['q_proj', 'embed_tokens'] },
])('what would change the numbers is refused: %j', (changes) => {
  expect(() => loadLoraAdapter(withConfig(changes), BASE)).toThrow(UnsupportedModelError);
});
