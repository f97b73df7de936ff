import { canonicalJson, digestOf } from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import { MalformedManifestError, buildManifest, parseManifest } from './artifactManifest.js';

const DIGEST = digestOf(new Uint8Array());
const FILE = { path: 'config.json', digest: DIGEST, byteCount: 0 };
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('artifact manifest', () => {
  it('comes back as it was, sorted, and is canonical', () => {
    const files = new Map([
      ['model.safetensors', Uint8Array.of(1, 2, 3)],
      ['config.json', new Uint8Array()],
    ]);
    const { manifest, bytes, digest } = buildManifest('huggingface', files);
    expect(manifest.files.map(({ path, byteCount }) => [path, byteCount])).toEqual([
      ['config.json', 0],
      ['model.safetensors', 3],
    ]);
    expect(parseManifest(bytes)).toEqual(manifest);
    expect(bytes).toEqual(canonicalJson(manifest));
    expect(digest).toBe(digestOf(bytes));
    expect(buildManifest('huggingface', new Map([...files].reverse())).digest).toBe(digest);
  });

  it('leaves out what it does not know', () => {
    const read = parseManifest(encode({ format: 'peft', files: [{ ...FILE, mode: 0o777 }], more: true }));
    expect(read).toEqual({ format: 'peft', files: [FILE] });
  });

  it.each(['a', 'A.b-c_d.9', 'x'.repeat(128), 'model-00001-of-00002.safetensors'])('takes the file name %s', (path) => {
    expect(parseManifest(encode({ format: 'peft', files: [{ ...FILE, path }] })).files[0]!.path).toBe(path);
  });

  it.each([
    '',
    '.',
    '..',
    '../config.json',
    '..\\config.json',
    'a/b',
    'a\\b',
    '/etc/passwd',
    'C:config.json',
    '.npmrc',
    '__proto__',
    '_a',
    '-rf',
    'config.json\n',
    'config.json\0',
    'confıg.json',
    'ａ.json',
    'a b',
    '%2e%2e',
    'x'.repeat(129),
  ])('refuses the file name %j', (path) => {
    expect(() => parseManifest(encode({ format: 'peft', files: [{ ...FILE, path }] }))).toThrow(MalformedManifestError);
  });

  const file = (change: Record<string, unknown>): unknown => ({ format: 'peft', files: [{ ...FILE, ...change }] });
  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 7],
    ['a text', 'peft'],
    ['a list', [FILE]],
    ['an empty object', {}],
    ['no format', { files: [FILE] }],
    ['another format', { format: 'gguf', files: [FILE] }],
    ['a format that is a list of one', { format: ['peft'], files: [FILE] }],
    ['no files', { format: 'peft', files: [] }],
    ['files that are an object', { format: 'peft', files: { length: 1, 0: FILE } }],
    ['too many files', { format: 'peft', files: Array.from({ length: 1001 }, (_, i) => ({ ...FILE, path: `f${i}` })) }],
    ['a file that is null', { format: 'peft', files: [null] }],
    ['a file that is a text', { format: 'peft', files: ['config.json'] }],
    ['a file without a path', file({ path: undefined })],
    ['a path that is a number', file({ path: 1 })],
    ['a path that is a list', file({ path: ['config.json'] })],
    ['no digest', file({ digest: undefined })],
    ['a digest that is too short', file({ digest: DIGEST.slice(0, -1) })],
    ['a digest in capitals', file({ digest: DIGEST.toUpperCase() })],
    ['a digest and a line break', file({ digest: `${DIGEST}\n` })],
    ['a CID for a digest', file({ digest: 'bafkreihpr36z5pypypbkv46k7p7rbppgvfwjsvl4qx3zmkchbb2lq32vai' })],
    ['no size', file({ byteCount: undefined })],
    ['a negative size', file({ byteCount: -1 })],
    ['a size of a fraction', file({ byteCount: 0.5 })],
    ['a size that is a text', file({ byteCount: '0' })],
    ['a size beyond exact numbers', file({ byteCount: 2 ** 53 })],
    ['the same file twice', { format: 'peft', files: [FILE, { ...FILE, byteCount: 1 }] }],
  ])('refuses %s', (_, value) => {
    expect(() => parseManifest(encode(value))).toThrow(MalformedManifestError);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['half a JSON', encode({ format: 'peft', files: [FILE] }).subarray(0, -1)],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseManifest(bytes)).toThrow(MalformedManifestError);
  });

  it('is not fooled by a prototype', () => {
    const text = `{"__proto__":{"format":"peft","files":[${JSON.stringify(FILE)}]}}`;
    expect(() => parseManifest(new TextEncoder().encode(text))).toThrow(MalformedManifestError);
    expect(({} as { format?: unknown }).format).toBeUndefined();
  });
});
