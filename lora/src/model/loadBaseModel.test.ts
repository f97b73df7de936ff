import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MalformedModelError, UnsupportedModelError } from '../errors.js';
import { decodeSafetensors } from '../safetensors/decodeSafetensors.js';
import { encodeSafetensors } from '../safetensors/encodeSafetensors.js';
import { roundToBfloat16 } from '../safetensors/roundToBfloat16.js';
import type { Tensor } from '../safetensors/Tensor.js';
import { createRandomModelFiles } from './createRandomModelFiles.js';
import { digestModelFiles, loadBaseModel, type BaseModel } from './loadBaseModel.js';
import type { ModelFiles } from './ModelFiles.js';
import { getFloatWeight } from './ModelWeights.js';
import { readModelFolder } from './readModelFolder.js';
import { writeModelFolder } from './writeModelFolder.js';

const FILES = createRandomModelFiles('loader', { tie_word_embeddings: false });
const encodeJson = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const getTensors = (): Map<string, Tensor> => decodeSafetensors(FILES.get('model.safetensors')!).tensors;
const withFile = (name: string, bytes: Uint8Array): ModelFiles => new Map(FILES).set(name, bytes);

function withConfig(changes: Record<string, unknown>): ModelFiles {
  const config = JSON.parse(new TextDecoder().decode(FILES.get('config.json'))) as Record<string, unknown>;
  return withFile('config.json', encodeJson({ ...config, ...changes }));
}

function withTensors(change: (tensors: Map<string, Tensor>) => void): ModelFiles {
  const tensors = getTensors();
  change(tensors);
  return withFile('model.safetensors', encodeSafetensors(tensors));
}

const readWeights = ({ weights }: BaseModel) => new Map([...weights.keys()].map((name) => [name, weights.get(name)]));

test('a model is loaded with its shape, weights and tokenizer', () => {
  const base = loadBaseModel(FILES);
  expect(base.config).toMatchObject({
    hiddenSize: 16,
    headSize: 4,
    keyValueHeadCount: 2,
    tieWordEmbeddings: false,
    eosId: 0,
    ropeTheta: 10_000,
  });
  expect([...base.weights.keys()]).toHaveLength(1 + 2 * 9 + 2);
  const text = 'naïve → 👍🏽\n\ttab';
  expect(base.tokenizer.decode(base.tokenizer.encode(text))).toBe(text);
});

test('shards give the same weights as one file', () => {
  const names = [...getTensors().keys()];
  const shard = (wanted: string[]): Uint8Array =>
    encodeSafetensors([...getTensors()].filter(([name]) => wanted.includes(name)));
  const files = new Map(FILES)
    .set('model-00001-of-00002.safetensors', shard(names.slice(0, 9)))
    .set('model-00002-of-00002.safetensors', shard(names.slice(9)))
    .set(
      'model.safetensors.index.json',
      encodeJson({
        weight_map: Object.fromEntries(
          names.map((name, i) => [name, `model-0000${i < 9 ? 1 : 2}-of-00002.safetensors`]),
        ),
      }),
    );
  files.delete('model.safetensors');
  expect(readWeights(loadBaseModel(files))).toEqual(readWeights(loadBaseModel(FILES)));
  files.delete('model-00002-of-00002.safetensors');
  expect(() => loadBaseModel(files)).toThrow(/model-00002-of-00002.safetensors: the file is missing/);
});

describe('an index of shards that lies is refused', () => {
  const names = [...getTensors().keys()];
  const [one, two] = ['model-1.safetensors', 'model-2.safetensors'];
  const encode = (wanted: string[]): Uint8Array =>
    encodeSafetensors([...getTensors()].filter(([name]) => wanted.includes(name)));
  const withIndex = (map: unknown, first = names.slice(0, 9), second = names.slice(9)): ModelFiles =>
    new Map([...FILES].filter(([name]) => name !== 'model.safetensors'))
      .set(one, encode(first))
      .set(two, encode(second))
      .set('model.safetensors.index.json', typeof map === 'string' ? new TextEncoder().encode(map) : encodeJson(map));
  const pairs = names.map((name, i): [string, string] => [name, i < 9 ? one : two]);
  const put = (file: unknown): unknown => ({ weight_map: { ...Object.fromEntries(pairs), [names[3]!]: file } });

  test.each<[string, ModelFiles, RegExp]>([
    [
      'a path out of the folder',
      withIndex(put('../model-1.safetensors')),
      /index.json: weight_map puts tensor .* in "..\/model-1/,
    ],
    ['an absolute path', withIndex(put('/etc/passwd')), /not a plain name/],
    ['a path into a folder', withIndex(put('sub/model-1.safetensors')), /not a plain name/],
    ['another kind of file', withIndex(put('model.bin')), /not a plain name/],
    ['a number', withIndex(put(7)), /in 7, not a plain name/],
    ['a list for a map', withIndex({ weight_map: [one] }), /weight_map names no files/],
    ['the wrong shard', withIndex(put(two)), /model-1.safetensors: holds tensor .* puts in "model-2/],
    [
      'a tensor in two shards',
      withIndex({ weight_map: Object.fromEntries(pairs) }, names.slice(0, 10)),
      /model-1.safetensors: holds/,
    ],
    [
      'a tensor in no shard',
      withIndex({ weight_map: Object.fromEntries(pairs) }, names.slice(0, 8)),
      /model-1.safetensors: lacks tensor/,
    ],
    ['a tensor it does not name', withIndex({ weight_map: Object.fromEntries(pairs.slice(1)) }), /puts in "no file"/],
    [
      'a tensor named twice',
      withIndex(`{"weight_map":{"a":"${one}","\\u0061":"${two}"}}`),
      /index.json: it has "a" twice/,
    ],
    [
      'a shard that is not there',
      withIndex({ weight_map: { ...Object.fromEntries(pairs), x: 'z.safetensors' } }),
      /z.safetensors: the file is missing/,
    ],
    ['__proto__', withIndex(`{"weight_map":{"__proto__":"../x"}}`), /weight_map puts tensor "__proto__"/],
  ])('%s', (_, files, message) => {
    expect(() => loadBaseModel(files)).toThrow(MalformedModelError);
    expect(() => loadBaseModel(files)).toThrow(message);
  });
});

test.each([
  ['F32', new Float32Array(16).fill(NaN)],
  ['F32', new Float32Array(16).fill(-Infinity)],
  ['F16', new Uint16Array(16).fill(0x7c01)],
  ['BF16', new Uint16Array(16).fill(0xff80)],
] as const)('weights that are no numbers are refused: %s', (dtype, data) => {
  const files = withTensors((tensors) => tensors.set('model.norm.weight', { dtype, shape: [16], data }));
  expect(() => loadBaseModel(files)).toThrow(
    'model.safetensors: tensor model.norm.weight holds a number that is not finite',
  );
});

test('a pickle is refused with advice', () => {
  const files = new Map(FILES).set('pytorch_model.bin', new Uint8Array(0));
  files.delete('model.safetensors');
  expect(() => loadBaseModel(files)).toThrow(/pickle.*safe_serialization/);
});

test('bfloat16 weights are widened, integers refused', () => {
  const name = 'model.norm.weight';
  const stored = withTensors((tensors) =>
    tensors.set(name, { dtype: 'BF16', shape: [16], data: roundToBfloat16(new Float32Array(16).fill(1.5)) }),
  );
  expect([...getFloatWeight(loadBaseModel(stored).weights, name)!]).toEqual(new Array(16).fill(1.5));
  const integers = withTensors((tensors) => tensors.set(name, { dtype: 'I8', shape: [16], data: new Int8Array(16) }));
  expect(() => loadBaseModel(integers)).toThrow(/model.norm.weight is I8/);
});

describe('a malformed model is refused by file and cause', () => {
  const without = (name: string): ModelFiles => new Map([...FILES].filter(([file]) => file !== name));
  const cases: [string, ModelFiles, RegExp][] = [
    ['no config', without('config.json'), /config.json: the file is missing/],
    ['no weights', without('model.safetensors'), /model.safetensors: the file is missing/],
    ['no tokenizer', without('tokenizer.json'), /tokenizer.json: the file is missing/],
    ['a config that is not JSON', withFile('config.json', Uint8Array.of(0x7b)), /config.json: it is not JSON/],
    ['a config that is a list', withFile('config.json', encodeJson([])), /config.json: it is not a JSON object/],
    [
      'weights cut short',
      withFile('model.safetensors', FILES.get('model.safetensors')!.slice(0, -4)),
      /model.safetensors: Malformed safetensors/,
    ],
    [
      'a missing tensor',
      withTensors((tensors) => tensors.delete('model.layers.1.mlp.up_proj.weight')),
      /tensor model.layers.1.mlp.up_proj.weight is missing/,
    ],
    ['no untied head', withTensors((tensors) => tensors.delete('lm_head.weight')), /tensor lm_head.weight is missing/],
    [
      'a transposed tensor',
      withTensors((tensors) => {
        const tensor = tensors.get('model.layers.0.mlp.up_proj.weight')!;
        tensors.set('model.layers.0.mlp.up_proj.weight', { ...tensor, shape: [16, 24] });
      }),
      /up_proj.weight has shape \[16,24\], not \[24,16\]/,
    ],
    [
      'more layers than weights',
      withConfig({ num_hidden_layers: 3 }),
      /model.layers.2.input_layernorm.weight is missing/,
    ],
    [
      'more layers than any model has',
      withConfig({ num_hidden_layers: 2 ** 30 }),
      /num_hidden_layers is 1073741824, not a count from 1 to 1024/,
    ],
    ['a fractional size', withConfig({ hidden_size: 16.5 }), /hidden_size is 16.5/],
    ['no size', withConfig({ intermediate_size: undefined }), /intermediate_size is missing/],
    ['heads that do not group', withConfig({ num_key_value_heads: 3 }), /num_attention_heads is not a multiple/],
    ['a negative epsilon', withConfig({ rms_norm_eps: -1 }), /rms_norm_eps is -1/],
    ['no end token', withConfig({ eos_token_id: null }), /eos_token_id is missing/],
    ['an end token outside the vocabulary', withConfig({ eos_token_id: 260 }), /eos_token_id 260 is outside/],
    [
      'a tokenizer for another vocabulary',
      createRandomModelFiles('small', { vocab_size: 200 }),
      /token 200 is outside/,
    ],
    ['an index without files', withFile('model.safetensors.index.json', encodeJson({})), /weight_map names no files/],
  ];
  test.each(cases)('%s', (_, files, message) => {
    expect(() => loadBaseModel(files)).toThrow(MalformedModelError);
    expect(() => loadBaseModel(files)).toThrow(message);
  });
});

test.each([
  { model_type: 'gpt2' },
  { hidden_act: 'gelu' },
  { mlp_bias: true },
  { rope_scaling: { rope_type: 'dynamic', factor: 8 } },
  { rope_parameters: { rope_type: 'yarn' } },
  { head_dim: 6 },
])('what would change the numbers is refused: %j', (changes) => {
  expect(() => loadBaseModel(withConfig(changes))).toThrow(UnsupportedModelError);
});

test('a sliding window limits the positions, for within it nothing is out of sight', () => {
  expect(loadBaseModel(withConfig({ sliding_window: 100 })).config.maxPositionEmbeddings).toBe(100);
  const off = { sliding_window: 100, use_sliding_window: false };
  expect(loadBaseModel(withConfig(off)).config.maxPositionEmbeddings).toBe(128);
});

test('theta is read from where transformers 5 writes it', () => {
  const files = withConfig({ rope_theta: undefined, rope_parameters: { rope_type: 'default', rope_theta: 5e5 } });
  expect(loadBaseModel(files).config.ropeTheta).toBe(5e5);
});

test('the digest names what the model computes with, and nothing else', () => {
  const digest = digestModelFiles(FILES);
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(digestModelFiles(new Map([...FILES].reverse()))).toBe(digest);
  expect(digestModelFiles(withFile('tokenizer_config.json', encodeJson({})))).not.toBe(digest);
  expect(digestModelFiles(withFile('README.md', encodeJson('card')))).toBe(digest);
  for (const name of FILES.keys()) {
    const changed = FILES.get(name)!.slice();
    changed[changed.length - 1]! ^= 1;
    expect(digestModelFiles(withFile(name, changed)), name).not.toBe(digest);
  }
});

test('a folder is written and read back, and names cannot leave it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-lora-'));
  try {
    await writeModelFolder(join(folder, 'model'), FILES);
    expect(await readModelFolder(join(folder, 'model'))).toEqual(
      new Map([...FILES].sort(([left], [right]) => (left < right ? -1 : 1))),
    );
    for (const name of ['../outside', '/outside', 'a/b', '..', '']) {
      await expect(writeModelFolder(folder, new Map([[name, new Uint8Array(1)]]))).rejects.toThrow(MalformedModelError);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
