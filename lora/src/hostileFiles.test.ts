import { BaseError, createSeededRandom } from '@tributary/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInitialAdapter } from './adapter/createInitialAdapter.js';
import { encodeLoraAdapter } from './adapter/encodeLoraAdapter.js';
import { loadLoraAdapter } from './adapter/loadLoraAdapter.js';
import { createRandomModelFiles } from './model/createRandomModelFiles.js';
import { loadBaseModel } from './model/loadBaseModel.js';
import { decodeSafetensors } from './safetensors/decodeSafetensors.js';
import { encodeExample } from './tokenizer/encodeExample.js';

/** What a stranger's file may do: be taken, or be refused by one typed error in one line of modest length. */
function expectTypedErrors(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(BaseError);
    const { message } = error as BaseError;
    expect(message).not.toMatch(/[\n\u0000-\u001f]/);
    expect(message.length).toBeLessThan(1000);
  }
}

const BASE_FILES = createRandomModelFiles('fuzz');
const BASE = loadBaseModel(BASE_FILES);
const ADAPTER_FILES = encodeLoraAdapter(
  createInitialAdapter(BASE, { targetModules: ['q_proj'], r: 2, alpha: 2, seed: 1 }),
);
const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text);
const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const loadBase = (name: string, bytes: Uint8Array): void => {
  const base = loadBaseModel(new Map(BASE_FILES).set(name, bytes));
  encodeExample(base.tokenizer, 'A question?', 'An answer, and more.', { appendEos: true });
  base.tokenizer.decode([1, 2, 3, 250]);
};
const loadAdapter = (name: string, bytes: Uint8Array): unknown =>
  loadLoraAdapter(new Map(ADAPTER_FILES).set(name, bytes), BASE);

const DEEP = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
/** JSON values of the kinds that break readers. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    2 ** 31,
    2 ** 53,
    1e308,
    '',
    '__proto__',
    '\u0000\u202e\n',
    [],
    {},
  ),
  fc.constantFrom<unknown>(
    [[]],
    [null],
    { toString: 1 },
    { length: 1e9 },
    { __proto__: null, constructor: 1 },
    ['a', 1],
    [1, 2, 3],
  ),
  fc.integer(),
  fc.double(),
  fc.string(),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A JSON file with one value somewhere in it replaced, removed or doubled. */
function createMutations(text: string): fc.Arbitrary<string> {
  const whole: unknown = JSON.parse(text);
  return fc
    .tuple(fc.infiniteStream(fc.nat()), odd, fc.constantFrom('replace', 'remove', 'add'))
    .map(([steps, value, how]) => {
      const copy = structuredClone(whole) as Record<string, unknown>;
      let parent: Record<string, unknown> = copy;
      for (const step of steps) {
        const keys = Object.keys(parent);
        if (keys.length === 0) break;
        const key = keys[step % keys.length]!;
        const child = parent[key];
        if (typeof child === 'object' && child !== null && step % 5 > 0) {
          parent = child as Record<string, unknown>;
          continue;
        }
        if (how === 'replace') parent[key] = value;
        else if (how === 'remove') delete parent[key];
        else Object.defineProperty(parent, '__proto__', { value, enumerable: true, configurable: true });
        break;
      }
      return JSON.stringify(copy);
    });
}

describe.each<[string, Uint8Array, (name: string, bytes: Uint8Array) => unknown, number]>([
  ['config.json', BASE_FILES.get('config.json')!, loadBase, 400],
  ['tokenizer.json', BASE_FILES.get('tokenizer.json')!, loadBase, 400],
  ['adapter_config.json', ADAPTER_FILES.get('adapter_config.json')!, loadAdapter, 600],
])('%s', (name, bytes, load, numRuns) => {
  test('with a value changed is taken or refused', () => {
    fc.assert(
      fc.property(createMutations(decodeText(bytes)), (text) => expectTypedErrors(() => load(name, encodeText(text)))),
      { numRuns },
    );
  });

  test('of other bytes is refused', () => {
    for (const text of ['', '{', '[]', 'null', '"x"', DEEP, `{"a":${DEEP}}`, '{"a":1,"a":2}', '\ufeff{}'])
      expect(() => load(name, encodeText(text))).toThrow(BaseError);
    expect(() => load(name, Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d))).toThrow(/not UTF-8/);
    expect(() => load(name, new Uint8Array(41 * 2 ** 20).fill(0x20))).toThrow(/bytes of JSON are more than/);
    expect(() => load(name, encodeText(`{"a":${DEEP}}`))).toThrow(/nested more than 64 levels deep/);
    const many = encodeText(`{"a":[${'{},'.repeat(name === 'tokenizer.json' ? 2 ** 20 : 2 ** 16)}{}]}`);
    expect(() => load(name, many)).toThrow(/holds more than \d+ values/);
  });

  test('with deep nesting in any of its settings is refused in one line', () => {
    const settings = Object.keys(JSON.parse(decodeText(bytes)) as object);
    for (const setting of settings) {
      const text = JSON.stringify({ ...(JSON.parse(decodeText(bytes)) as object), [setting]: 'DEEP' });
      expectTypedErrors(() => load(name, encodeText(text.replace('"DEEP"', DEEP))));
    }
  });
});

describe('safetensors', () => {
  const bytes = ADAPTER_FILES.get('adapter_model.safetensors')!;
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = decodeText(bytes.subarray(8, 8 + headerLength));
  const build = (text: string, length = BigInt(encodeText(text).length)): Uint8Array => {
    const encoded = encodeText(text);
    const data = bytes.subarray(8 + headerLength);
    const file = new Uint8Array(8 + encoded.length + data.length);
    new DataView(file.buffer).setBigUint64(0, length, true);
    file.set(encoded, 8);
    file.set(data, 8 + encoded.length);
    return file;
  };

  test('with a value of its header changed are taken or refused', () => {
    fc.assert(
      fc.property(createMutations(header), (text) => {
        expectTypedErrors(() => decodeSafetensors(build(text)));
        expectTypedErrors(() => loadAdapter('adapter_model.safetensors', build(text)));
      }),
      { numRuns: 1000 },
    );
  });

  test('with a header length that lies are refused', () => {
    for (const length of [0n, 1n, 2n ** 31n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n, BigInt(bytes.length)])
      expect(() => decodeSafetensors(build(header, length))).toThrow(BaseError);
  });

  test('with a header of 100 MB are refused without reading it', () => {
    const file = new Uint8Array(8 + 100_000_000);
    new DataView(file.buffer).setBigUint64(0, 100_000_000n, true);
    expect(() => decodeSafetensors(file)).toThrow('a header of 100000000 bytes is longer than 16777216');
  });

  test('with the longest header read are refused within bounds, whatever it repeats', () => {
    for (const part of ['[', '{"a":', '"a":{},', '0,', '"\\u0061":[],'])
      expect(() => decodeSafetensors(build(`{${part.repeat(Math.floor(2 ** 24 / part.length) - 2)}`))).toThrow(
        BaseError,
      );
    const many = Array.from({ length: 1_000_000 }, (_, i) => `"${i}":{}`).join();
    expect(() => decodeSafetensors(build(`{${many}}`))).toThrow(BaseError);
  });

  test('with a name twice are refused, also when it is spelt in two ways', () => {
    const entry = '{"dtype":"U8","shape":[0],"data_offsets":[0,0]}';
    expect(() => decodeSafetensors(build(`{"a":${entry},"a":${entry}}`))).toThrow(/"a" twice/);
    expect(() => decodeSafetensors(build(`{"a":${entry},"\\u0061" :${entry}}`))).toThrow(/"a" twice/);
    expect(() =>
      decodeSafetensors(build(`{"a":{"dtype":"U8","dtype":"I8","shape":[0],"data_offsets":[0,0]}}`)),
    ).toThrow(/"dtype" twice/);
  });

  test('of random bytes are refused', () => {
    const random = createSeededRandom('bytes');
    for (let i = 0; i < 200; i++)
      expectTypedErrors(() => decodeSafetensors(Uint8Array.from({ length: i }, () => random.nextU32())));
  });
});
