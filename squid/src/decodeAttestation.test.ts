import { encodeAbiParameters, parseAbiParameters, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { decodeFields } from './decodeAttestation.js';

const word = (value: number) => value.toString(16).padStart(64, '0');

describe('decodeFields', () => {
  it('takes schemas as people write them', () => {
    const data = encodeAbiParameters(parseAbiParameters('uint256, string'), [2n ** 256n - 1n, 'x']);
    expect(decodeFields('  uint256   datanetId ,\n string community', data)).toEqual({
      fields: [
        { name: 'datanetId', type: 'uint256', value: String(2n ** 256n - 1n) },
        { name: 'community', type: 'string', value: 'x' },
      ],
      problem: null,
    });
  });

  it('keeps fields of the same name, and without one', () => {
    const data: Hex = `0x${word(1)}${word(2)}${word(3)}`;
    const { fields } = decodeFields('uint256 a,uint256 a,uint256', data);
    expect(fields?.map(({ name, value }) => [name, value])).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['', '3'],
    ]);
  });

  it.each<[string, string, Hex]>([
    ['a number that is too large for its type', 'uint64 version', `0x${'ff'.repeat(32)}`],
    ['an address with more than 20 bytes', 'address who', `0x${'ff'.repeat(32)}`],
    ['bytes after the last field', 'uint256 a', `0x${word(1)}00`],
    ['a list longer than the data', 'uint256[] a', `0x${word(32)}${word(2 ** 32)}`],
    ['a type without a size', 'uint256[0][30000000] a', `0x${word(1)}`],
    ['a function', 'function f', `0x${word(1)}`],
    ['no schema', 'x', '0x'],
  ])('does not take %s', (_, schema, data) => {
    const { fields, problem } = decodeFields(schema, data);
    expect(fields).toBeNull();
    expect(problem).toMatch(/./);
  });

  it('does not take a short text that is told to be long by many pointers to one', () => {
    const count = 1_000;
    const data: Hex = `0x${word(32)}${word(count)}${word(count * 32).repeat(count)}${word(3_000)}${'61'.repeat(3_008)}`;
    expect(decodeFields('string[] names', data)).toEqual({ fields: null, problem: expect.stringMatching(/too long/) });
    const small: Hex = `0x${word(32)}${word(40)}${word(40 * 32).repeat(40)}${word(32)}${'61'.repeat(32)}`;
    expect(decodeFields('string[] names', small)).toEqual({
      fields: null,
      problem: expect.stringMatching(/as the schema/),
    });
  });
});
