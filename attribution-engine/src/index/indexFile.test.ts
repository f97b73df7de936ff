import { encodeSafetensors, type Tensor } from '@tributary/lora';
import { describe, expect, it } from 'vitest';
import { readerOf, type AttributionIndex } from './attributionIndex.js';
import { MalformedIndexError, decodeIndex, encodeIndex } from './indexFile.js';
import { rootOfIndex } from './rootOfIndex.js';

/** The rows of the vector *clips* in docs/attribution.md. */
const INDEX: AttributionIndex = {
  method: 'gradient/1',
  blocks: [
    { name: 'start/a', dimension: 4 },
    { name: 'final/a', dimension: 2 },
  ],
  values: Int8Array.of(
    ...[10, -20, 30, 40, 5, 6],
    ...[127, 127, -127, 127, 0, 0],
    ...[1, 1, 1, 1, 1, 1],
    ...[0, 0, 0, 0, 0, 0],
  ),
  exponents: Int8Array.of(-3, -5, 2, 0, -3, -4, 0, 0),
  contributions: Uint32Array.of(1, 2, 3, 4),
  lines: Uint32Array.of(0, 5, 0, 2),
  baseDigest: `0x${'b'.repeat(64)}`,
  adapterDigest: `0x${'a'.repeat(64)}`,
};
const ROOT = '0x03eb375cf38f59c7df5557c2d684039b4a1ea39d655c3aa944ef92d6af7f45ee';
const ROOT_WITH_FAMILIES = '0x795b7fc28892a95422e41709db05bb297d92a04fc67e2652fd8d826df78286eb';

const METADATA = {
  format: 'tributary-index/1',
  method: 'gradient/1',
  blocks: '[["start/a",4],["final/a",2]]',
  base: INDEX.baseDigest,
  adapter: INDEX.adapterDigest,
};

/** The index with some of its tensors (undefined: without) and metadata replaced. */
function encode(
  tensors: Readonly<Record<string, Tensor | undefined>> = {},
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const all: Record<string, Tensor | undefined> = {
    rows: { dtype: 'I8', shape: [4, 6], data: INDEX.values },
    exponent: { dtype: 'I8', shape: [4, 2], data: INDEX.exponents },
    contribution: { dtype: 'U32', shape: [4], data: INDEX.contributions },
    line: { dtype: 'U32', shape: [4], data: INDEX.lines },
    ...tensors,
  };
  const present = Object.entries(all).flatMap(([name, tensor]) => (tensor ? [[name, tensor] as const] : []));
  return encodeSafetensors(present, { ...METADATA, ...metadata });
}

/** A safetensors file with a header of this text, whatever it says. */
function withHeader(header: string, dataLength = 0, claimedLength = header.length): Uint8Array {
  const bytes = new Uint8Array(8 + header.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(claimedLength), true);
  bytes.set(new TextEncoder().encode(header), 8);
  return bytes;
}

describe('index file', () => {
  it('comes back as it was, with the root of the golden vector', async () => {
    const read = decodeIndex(encodeIndex(INDEX));
    expect(read).toEqual(INDEX);
    expect(await rootOfIndex(readerOf(read))).toBe(ROOT);
    expect(encodeIndex(read)).toEqual(encodeIndex(INDEX));
    expect(encode()).toEqual(encodeIndex(INDEX));
  });

  it('comes back from the middle of a larger buffer', () => {
    const bytes = encodeIndex(INDEX);
    const larger = new Uint8Array(bytes.length + 5);
    larger.set(bytes, 3);
    expect(decodeIndex(larger.subarray(3, 3 + bytes.length))).toEqual(INDEX);
  });

  it('may hold no rows', async () => {
    const none = {
      values: new Int8Array(),
      exponents: new Int8Array(),
      contributions: new Uint32Array(),
      lines: new Uint32Array(),
    };
    const empty = { ...INDEX, ...none };
    expect(decodeIndex(encodeIndex(empty))).toEqual(empty);
    expect(await rootOfIndex(readerOf(empty))).toBe(`0x${'0'.repeat(64)}`);
  });

  it('has another root for every other row, exponent, owner or order', async () => {
    const change = <K extends 'values' | 'exponents' | 'contributions'>(key: K, at: number): Promise<string> => {
      const array = INDEX[key].slice() as AttributionIndex[K];
      array[at]! += 1;
      return rootOfIndex(readerOf({ ...INDEX, [key]: array }));
    };
    const roots = await Promise.all([change('values', 23), change('exponents', 7), change('contributions', 3)]);
    expect(new Set([ROOT, ...roots]).size).toBe(4);
  });

  it('binds families by gradient/2, and asks for them', async () => {
    const families = Uint32Array.of(0, 1, 1, 0);
    const staged = { ...INDEX, method: 'gradient/2', families };
    const read = decodeIndex(encodeIndex(staged));
    expect(read).toEqual(staged);
    expect(await rootOfIndex(readerOf(read))).toBe(ROOT_WITH_FAMILIES);
    expect(decodeIndex(encodeIndex({ ...INDEX, method: 'gradient/2' })).families).toEqual(new Uint32Array(4));
    expect(() => decodeIndex(encode({}, { method: 'gradient/2' }))).toThrow('it has no tensor "family"');
    const wrong: Tensor = { dtype: 'U32', shape: [3], data: new Uint32Array(3) };
    expect(() => decodeIndex(encode({ family: wrong }, { method: 'gradient/2' }))).toThrow(MalformedIndexError);
    // Another method has none: a tensor of that name means nothing to it.
    expect(decodeIndex(encode({ family: wrong }))).toEqual(INDEX);
  });
});

describe('decodeIndex', () => {
  const widest = 133_144;
  const rows = (length: number, fill: number): Tensor => ({
    dtype: 'I8',
    shape: [1, length],
    data: new Int8Array(length).fill(fill),
  });
  const one: Record<string, Tensor> = {
    exponent: { dtype: 'I8', shape: [1, 1], data: new Int8Array(1) },
    contribution: { dtype: 'U32', shape: [1], data: Uint32Array.of(1) },
    line: { dtype: 'U32', shape: [1], data: Uint32Array.of(0) },
  };

  it('takes the widest block an int32 can hold and no wider', () => {
    expect(decodeIndex(encode({ ...one, rows: rows(widest, 127) }, { blocks: `[["a",${widest}]]` })).blocks).toEqual([
      { name: 'a', dimension: widest },
    ]);
    expect(() =>
      decodeIndex(encode({ ...one, rows: rows(widest + 1, 0) }, { blocks: `[["a",${widest + 1}]]` })),
    ).toThrow(MalformedIndexError);
  });

  const minus128 = INDEX.values.slice();
  minus128[23] = -128;
  const good = encodeIndex(INDEX);
  const header =
    (text: string): (() => Uint8Array) =>
    () =>
      withHeader(text);
  const CASES: [string, () => Uint8Array][] = [
    ['nothing', () => new Uint8Array()],
    ['a text', () => new TextEncoder().encode('<html>not found</html>')],
    ['one byte less', () => good.subarray(0, -1)],
    ['one byte more', () => Uint8Array.from([...good, 0])],
    ['half a file', () => good.subarray(0, good.length >> 1)],
    ['a header longer than the file', () => withHeader('{}', 0, 3)],
    ['a header of 2⁶³ bytes', () => new Uint8Array(16).fill(0x7f, 7, 8)],
    ['a header that is no JSON', header('{"rows":')],
    ['a header that is a list', header('[]')],
    ['a header that is null', header('null')],
    ['a tensor that is null', header('{"rows":null}')],
    ['metadata that is no text', header('{"__metadata__":{"format":1}}')],
    ['a prototype', header('{"__proto__":{"dtype":"I8","shape":[0],"data_offsets":[0,0]}}')],
    ['offsets outside the data', () => withHeader('{"rows":{"dtype":"I8","shape":[9],"data_offsets":[0,9]}}', 8)],
    ['offsets that run backwards', () => withHeader('{"rows":{"dtype":"I8","shape":[0],"data_offsets":[8,0]}}', 8)],
    [
      'a shape whose product overflows',
      () => withHeader('{"rows":{"dtype":"I8","shape":[4294967296,4294967296],"data_offsets":[0,8]}}', 8),
    ],
    [
      'tensors that share bytes',
      () =>
        withHeader(
          '{"rows":{"dtype":"I8","shape":[8],"data_offsets":[0,8]},"exponent":{"dtype":"I8","shape":[8],"data_offsets":[0,8]}}',
          8,
        ),
    ],
    ['no format', () => encodeSafetensors([], { blocks: METADATA.blocks })],
    ['another format', () => encode({}, { format: 'tributary-index/2' })],
    ['blocks that are no JSON', () => encode({}, { blocks: '[' })],
    ['blocks that are no list', () => encode({}, { blocks: '{"length":1}' })],
    ['no blocks', () => encode({}, { blocks: '[]' })],
    ['a block that is null', () => encode({}, { blocks: '[null,["final/a",2]]' })],
    ['a block without a name', () => encode({}, { blocks: '[[4,4],["final/a",2]]' })],
    ['a block of a fraction', () => encode({}, { blocks: '[["start/a",4.5],["final/a",1.5]]' })],
    ['a block of nothing', () => encode({}, { blocks: '[["start/a",6],["final/a",0]]' })],
    ['a block of less than nothing', () => encode({}, { blocks: '[["start/a",7],["final/a",-1]]' })],
    ['a block beyond all numbers', () => encode({}, { blocks: '[["start/a",1e400],["final/a",2]]' })],
    ['narrower blocks than rows', () => encode({}, { blocks: '[["start/a",3],["final/a",2]]' })],
    ['fewer blocks than exponents', () => encode({}, { blocks: '[["start/a",6]]' })],
    ['no rows tensor', () => encode({ rows: undefined })],
    ['no exponents', () => encode({ exponent: undefined })],
    ['no contributions', () => encode({ contribution: undefined })],
    ['unsigned rows', () => encode({ rows: { dtype: 'U8', shape: [4, 6], data: new Uint8Array(24) } })],
    ['rows of floats', () => encode({ rows: { dtype: 'F32', shape: [4, 6], data: new Float32Array(24) } })],
    ['rows of rank 1', () => encode({ rows: { dtype: 'I8', shape: [24], data: INDEX.values } })],
    ['rows turned round', () => encode({ rows: { dtype: 'I8', shape: [6, 4], data: INDEX.values } })],
    ['exponents turned round', () => encode({ exponent: { dtype: 'I8', shape: [2, 4], data: INDEX.exponents } })],
    ['signed contributions', () => encode({ contribution: { dtype: 'I32', shape: [4], data: new Int32Array(4) } })],
    ['one owner too few', () => encode({ contribution: { dtype: 'U32', shape: [3], data: new Uint32Array(3) } })],
    ['no lines', () => encode({ line: undefined })],
    ['one line too few', () => encode({ line: { dtype: 'U32', shape: [3], data: new Uint32Array(3) } })],
    ['a value of −128', () => encode({ rows: { dtype: 'I8', shape: [4, 6], data: minus128 } })],
  ];

  it.each(CASES)('refuses %s', (_, make) => {
    expect(() => decodeIndex(make())).toThrow(MalformedIndexError);
  });

  it('never throws anything else, whatever single byte is changed', () => {
    for (let at = 0; at < good.length; at++) {
      for (const value of [0x00, 0x22, 0x7f, 0x80, 0xff]) {
        const bytes = good.slice();
        bytes[at] = value;
        try {
          decodeIndex(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedIndexError);
        }
      }
    }
  });
});
