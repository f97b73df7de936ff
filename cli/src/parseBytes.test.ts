import { describe, expect, it } from 'vitest';
import { UsageError } from './errors.js';
import { parseBytes } from './parseBytes.js';

describe('parseBytes', () => {
  it.each([
    ['1048576', 2 ** 20],
    ['512M', 512 * 2 ** 20],
    ['2g', 2 ** 31],
    ['1.5GiB', 1.5 * 2 ** 30],
    ['1TB', 2 ** 40],
    [' 4096K ', 2 ** 22],
  ])('reads %s', (text, bytes) => {
    expect(parseBytes('attribute', 'memory', text)).toBe(bytes);
  });

  it.each(['', 'M', '-1G', '1e9', '0', '1K', 'lots', '1G2', 'NaN', '1PB'])('refuses %j', (text) => {
    expect(() => parseBytes('attribute', 'memory', text)).toThrow(UsageError);
  });
});
