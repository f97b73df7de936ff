import { describe, expect, it } from 'vitest';
import { UnsupportedModelError } from '../errors.js';
import { assertKnownPatterns } from './assertKnownPatterns.js';

const GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
const split = (pattern: unknown): unknown => ({
  pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Split', pattern }] },
});

describe('assertKnownPatterns', () => {
  it('takes published patterns, plain strings, and definitions without either', () => {
    for (const definition of [split({ Regex: GPT2 }), split({ String: '(a+)+$' }), {}, null]) {
      expect(() => assertKnownPatterns('tokenizer.json', definition)).not.toThrow();
    }
  });

  it.each([
    ['a pre-tokenizer', split({ Regex: '(a+)+$' })],
    ['a normalizer', { normalizer: { type: 'Replace', pattern: { Regex: `${GPT2}|(a|a)*b` }, content: '' } }],
    ['a pattern that is no text', split({ Regex: { toString: 'x' } })],
  ])('refuses a stranger’s regular expression in %s', (_, definition) => {
    expect(() => assertKnownPatterns('tokenizer.json', definition)).toThrow(UnsupportedModelError);
  });
});
