import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSeededRandom } from '@tributary/protocol';
import { describe, expect, test } from 'vitest';
import { MalformedSafetensorsError } from '../errors.js';
import { convertToFloat32 } from './convertToFloat32.js';
import { decodeSafetensors } from './decodeSafetensors.js';
import { encodeSafetensors } from './encodeSafetensors.js';
import { SafetensorsFile } from './SafetensorsFile.js';
import { roundToBfloat16 } from './roundToBfloat16.js';
import type { Tensor } from './Tensor.js';

const TENSORS: [string, Tensor][] = [
  ['f64', { dtype: 'F64', shape: [2], data: Float64Array.of(1 / 3, -5e-324) }],
  ['f32', { dtype: 'F32', shape: [2, 3], data: Float32Array.of(1, -2, 3.5, -0, Infinity, 1e-40) }],
  ['f16', { dtype: 'F16', shape: [3], data: Uint16Array.of(0x3c00, 0xc000, 1) }],
  ['bf16', { dtype: 'BF16', shape: [1], data: Uint16Array.of(0x3f80) }],
  ['i8', { dtype: 'I8', shape: [3, 1], data: Int8Array.of(-128, 0, 127) }],
  ['u8', { dtype: 'U8', shape: [1, 1, 1], data: Uint8Array.of(255) }],
  ['u16', { dtype: 'U16', shape: [2], data: Uint16Array.of(1, 2 ** 16 - 1) }],
  ['i32', { dtype: 'I32', shape: [2], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) }],
  ['u32', { dtype: 'U32', shape: [], data: Uint32Array.of(2 ** 32 - 1) }],
  ['empty', { dtype: 'F32', shape: [0, 4], data: new Float32Array(0) }],
  ['__proto__', { dtype: 'U8', shape: [2], data: Uint8Array.of(1, 2) }],
  ['7', { dtype: 'U8', shape: [1], data: Uint8Array.of(9) }],
];

function buildFile(header: unknown, dataLength = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

test('a Buffer, whose slices are views, is read as any other bytes', () => {
  const { tensors } = decodeSafetensors(Buffer.from(encodeSafetensors(TENSORS)));
  expect(tensors).toEqual(new Map(TENSORS));
});

test('a file on disk is written and read in parts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
  const path = join(folder, 'x.safetensors');
  const written = await SafetensorsFile.create(path, TENSORS, { kind: 'test' });
  for (const [name, { data }] of TENSORS) {
    const half = data.subarray(0, data.length >> 1);
    await written.write(name, 0, half);
    await written.write(name, half.byteLength, data.subarray(data.length >> 1));
  }
  await expect(written.write('u8', 1, Uint8Array.of(1))).rejects.toThrow(RangeError);
  await written.close();
  expect(new Uint8Array(await readFile(path))).toEqual(encodeSafetensors(TENSORS, { kind: 'test' }));

  const opened = await SafetensorsFile.open(path);
  const last = new Float64Array(1);
  await opened.read('f64', 8, last);
  expect(last[0]).toBe(-5e-324);
  await expect(opened.read('nothing', 0, last)).rejects.toThrow(RangeError);
  await opened.close();
  await truncate(path, 50);
  await expect(SafetensorsFile.open(path)).rejects.toThrow(MalformedSafetensorsError);
  await rm(folder, { recursive: true });
});

test('every element type survives a round trip', () => {
  const { tensors, metadata } = decodeSafetensors(encodeSafetensors(TENSORS, { format: 'pt', kind: 'test' }));
  expect(new Map(tensors)).toEqual(new Map(TENSORS));
  expect(metadata).toEqual(
    new Map([
      ['format', 'pt'],
      ['kind', 'test'],
    ]),
  );
});

test('the same tensors give the same bytes in any order, with an aligned start', () => {
  const bytes = encodeSafetensors(TENSORS, { b: '1', a: '2' });
  expect(encodeSafetensors([...TENSORS].reverse(), { a: '2', b: '1' })).toEqual(bytes);
  expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
});

test('a file inside a larger buffer is read at its place', () => {
  const bytes = encodeSafetensors(TENSORS);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect(decodeSafetensors(shifted.subarray(3)).tensors).toEqual(new Map(TENSORS));
});

test('writing refuses what could not be read back', () => {
  expect(() => encodeSafetensors([['x', { dtype: 'F32', shape: [2], data: new Float32Array(3) }]])).toThrow(
    MalformedSafetensorsError,
  );
  expect(() => encodeSafetensors([TENSORS[0]!, TENSORS[0]!])).toThrow(MalformedSafetensorsError);
  expect(() => encodeSafetensors([['__metadata__', TENSORS[0]![1]]])).toThrow(MalformedSafetensorsError);
});

describe('hostile files are refused', () => {
  const u8 = (start: number, end: number, shape: unknown = [end - start]) => ({
    dtype: 'U8',
    shape,
    data_offsets: [start, end],
  });
  const cases: [string, Uint8Array][] = [
    ['nothing', new Uint8Array(0)],
    ['less than a length', new Uint8Array(7)],
    ['a header longer than the file', Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d)],
    ['a header of 2⁶⁴−1 bytes', new Uint8Array(16).fill(255)],
    ['a header that is not JSON', buildFile('{"x":')],
    ['a header that is not UTF-8', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe)],
    ['a list as header', buildFile([])],
    ['null as header', buildFile('null')],
    ['a tensor that is null', buildFile({ x: null })],
    ['an unknown dtype', buildFile({ x: { dtype: 'F7', shape: [1], data_offsets: [0, 1] } }, 1)],
    ['a dtype from the prototype', buildFile({ x: { dtype: 'constructor', shape: [1], data_offsets: [0, 1] } }, 1)],
    ['no shape', buildFile({ x: { dtype: 'U8', data_offsets: [0, 1] } }, 1)],
    ['a negative side', buildFile({ x: u8(0, 1, [-1]) }, 1)],
    ['two negative sides', buildFile({ x: u8(0, 1, [-1, -1]) }, 1)],
    ['a fractional side', buildFile({ x: u8(0, 1, [0.5, 2]) }, 1)],
    ['a shape that overflows', buildFile({ x: u8(0, 1, [2 ** 52, 2 ** 52]) }, 1)],
    ['offsets past the end', buildFile({ x: u8(0, 2) }, 1)],
    ['offsets the wrong way round', buildFile({ x: u8(2, 1, [1]) }, 2)],
    ['three offsets', buildFile({ x: { dtype: 'U8', shape: [1], data_offsets: [0, 1, 1] } }, 1)],
    ['overlapping tensors', buildFile({ x: u8(0, 2), y: u8(1, 3) }, 3)],
    ['two tensors in one place', buildFile({ x: u8(0, 2), y: u8(0, 2) }, 2)],
    ['a gap between tensors', buildFile({ x: u8(0, 1), y: u8(2, 3) }, 3)],
    ['bytes after the last tensor', buildFile({ x: u8(0, 1) }, 2)],
    ['metadata that is not text', buildFile({ __metadata__: { a: 1 } })],
  ];
  test.each(cases)('%s', (_, bytes) => {
    expect(() => decodeSafetensors(bytes)).toThrow(MalformedSafetensorsError);
  });

  test('a file with any one byte changed is read or refused, never worse', () => {
    const bytes = encodeSafetensors(TENSORS, { format: 'pt' });
    const random = createSeededRandom('flip');
    for (let i = 0; i < bytes.length; i++) {
      const changed = bytes.slice();
      changed[i] = random.nextU32();
      try {
        decodeSafetensors(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedSafetensorsError);
      }
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow(MalformedSafetensorsError);
    }
  });
});

test('half-precision patterns widen exactly', () => {
  const halves = Uint16Array.of(0x0000, 0x8000, 0x3c00, 0xc000, 0x7bff, 0x0001, 0x03ff, 0x0400, 0x7c00, 0xfc00, 0x7e00);
  const expected = [0, -0, 1, -2, 65504, 2 ** -24, 1023 * 2 ** -24, 2 ** -14, Infinity, -Infinity, NaN];
  expect([...convertToFloat32({ dtype: 'F16', shape: [11], data: halves })!]).toEqual(expected);
  const brains = Uint16Array.of(0x3f80, 0xc040, 0x7f80, 0x0001);
  expect([...convertToFloat32({ dtype: 'BF16', shape: [4], data: brains })!]).toEqual([1, -3, Infinity, 2 ** -133]);
  expect(convertToFloat32({ dtype: 'I8', shape: [1], data: Int8Array.of(1) })).toBeUndefined();
});

test('rounding to bfloat16 goes to the nearest, ties to even, and keeps NaN', () => {
  const step = 2 ** -7;
  const values = Float32Array.of(
    1,
    1 + step / 2,
    1 + (3 * step) / 2,
    1 + step * 0.51,
    -1 - step,
    3.4e38,
    NaN,
    -Infinity,
  );
  const rounded = convertToFloat32({ dtype: 'BF16', shape: [8], data: roundToBfloat16(values) })!;
  expect([...rounded]).toEqual([1, 1, 1 + 2 * step, 1 + step, -1 - step, Infinity, NaN, -Infinity]);
});
