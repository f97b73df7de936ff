import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NamePattern, PatternSyntaxError } from './NamePattern.js';

const NAMES = [
  '',
  'a',
  'aa',
  'ab',
  'abc',
  'q_proj',
  'model.layers.0.self_attn.q_proj',
  'model.layers.12.mlp.up_proj',
  'a\nb',
];

describe('a pattern matches what the same regular expression matches in full', () => {
  test.each([
    String.raw`.*\.(q|v)_proj`,
    String.raw`model\.layers\.(?:[0-9]|1[0-5])\..*proj`,
    String.raw`model\.layers\.\d{1,2}\.(self_attn|mlp)\.(up|q)_proj`,
    'a*',
    'a+?b?c{0,1}',
    '(a|b)*c?',
    '[^a-c]*',
    '[]a]+',
    '^model.*$',
    '(|a){3}',
    '((a*)*)*b',
    String.raw`\w+(\.\w+)*`,
    String.raw`[\w.]+`,
    'a|b|',
  ])('%s', (source) => {
    const expected = new RegExp(`^(?:${source.replace('[]a]', '[\\]a]')})$`);
    const pattern = new NamePattern(source);
    for (const name of NAMES) expect(pattern.matches(name), name).toBe(expected.test(name));
  });

  test('and any one made of its parts', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', String.raw`\w`);
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('')),
        fc.tuple(tie('pattern'), tie('pattern')).map((parts) => `(${parts.join('|')})`),
        fc
          .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,}'))
          .map(([part, times]) => `(${part})${times}`),
      ),
    }));
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', '_'), maxLength: 8 }), (source, name) => {
        expect(new NamePattern(source).matches(name)).toBe(new RegExp(`^(?:${source})$`).test(name));
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  '(',
  ')',
  'a)',
  '[',
  '[a',
  '*',
  'a**',
  'a{2',
  '(?=a)',
  '(?!a)',
  '(?<n>a)',
  '(?i:a)',
  '\\1',
  '\\',
  '\\p{L}',
  'a{9999}',
  '('.repeat(40) + ')'.repeat(40),
  '((((a{64}){64}){64}){64}){64}',
  '(((((){64}){64}){64}){64}){64}',
  'a'.repeat(3000),
])('what is not read is refused: %s', (source) => {
  // A brace that opens no repetition is a literal in Python; here it is nothing, for nobody writes module names so.
  expect(() => new NamePattern(source)).toThrow(PatternSyntaxError);
});

test('what keeps a backtracking engine busy for ever is matched at once', () => {
  const name = `${'a'.repeat(200)}!`;
  for (const source of ['(a+)+$', '(a|a)*b', '(a*)*b', '(.*a){12}b'])
    expect(new NamePattern(source).matches(name)).toBe(false);
});

test('any text is a pattern or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab()[]{}|*+?.\\^$-,:01') }), (source) => {
      try {
        new NamePattern(source).matches('model.layers.0');
      } catch (error) {
        expect(error).toBeInstanceOf(PatternSyntaxError);
      }
    }),
    { numRuns: 2000 },
  );
});
