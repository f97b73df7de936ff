import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MalformedRecordError,
  UnquantizableBlockError,
  decodeRecord,
  dequantizeRecord,
  encodeRecord,
  quantizeBlock,
  quantizeRecord,
  roundHalfToEven,
} from './index.js';

describe('quantizeBlock', () => {
  it('is within half a step of every value and cannot use a finer step', () => {
    const value = fc.double({ min: -1e30, max: 1e30, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-30);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), (values) => {
        const into = new Int8Array(values.length);
        const exponent = quantizeBlock(Float64Array.from(values), into);
        const step = 2 ** exponent;
        values.forEach((x, i) => expect(Math.abs(into[i]! * step - x)).toBeLessThanOrEqual(step / 2));
        const largest = Math.max(...values.map(Math.abs));
        if (largest > 0) expect(roundHalfToEven(largest / (step / 2))).toBeGreaterThan(127);
      }),
    );
  });

  it('never uses −128', () => {
    const into = new Int8Array(2);
    quantizeBlock(Float64Array.from([-127.6, 1]), into);
    expect(into[0]).toBe(-64);
  });

  it.each([NaN, Infinity, -Infinity])('refuses %s', (value) => {
    expect(() => quantizeBlock(Float64Array.from([1, value]), new Int8Array(2))).toThrow(UnquantizableBlockError);
  });

  it('makes zeros of what no exponent reaches', () => {
    const into = Int8Array.from([5, 5]);
    expect(quantizeBlock(Float64Array.from([1e-60, 0]), into)).toBe(0);
    expect([...into]).toEqual([0, 0]);
    expect(() => quantizeBlock(Float64Array.from([1e60]), new Int8Array(1))).toThrow(UnquantizableBlockError);
  });
});

describe('records', () => {
  it('survive their bytes', () => {
    const record = quantizeRecord([
      Float64Array.from([1, -2, 3]),
      Float64Array.from([0]),
      Float64Array.from([1e-9, 1e-8]),
    ]);
    expect(decodeRecord(encodeRecord(record), [3, 1, 2])).toEqual(record);
    expect(dequantizeRecord(record, [3, 1, 2])[0]![1]).toBe(-2);
  });

  it('are read from a view into a larger buffer', () => {
    const bytes = Buffer.from('//AAECAwQF', 'base64').subarray(2);
    expect([...decodeRecord(bytes, [4]).values]).toEqual([...bytes.subarray(1)]);
  });

  it('refuse another length and the value −128', () => {
    expect(() => decodeRecord(new Uint8Array(4), [3, 1])).toThrow(MalformedRecordError);
    expect(() => decodeRecord(Uint8Array.from([0, 128, 0]), [2])).toThrow(MalformedRecordError);
  });
});
