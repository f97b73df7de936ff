import { describe, expect, test } from 'vitest';
import { MalformedModelError, UnsupportedModelError } from '../errors.js';
import { checkTokenizer } from './checkTokenizer.js';
import { trainByteBpe } from './trainByteBpe.js';

interface Definition {
  [part: string]: unknown;
  model: Record<string, unknown> & { vocab: Record<string, unknown>; merges: unknown[] };
  added_tokens: Record<string, unknown>[];
}

const build = (): Definition =>
  trainByteBpe(['the cat and the hat, the cat and the hat'], {
    vocabSize: 262,
    specialTokens: ['<|end|>'],
  }) as Definition;
const check = (change: (definition: Definition) => void, vocabSize = 300): Set<number> => {
  const definition = build();
  change(definition);
  return checkTokenizer('tokenizer.json', definition, vocabSize);
};
const sequence = (steps: unknown[]): unknown => ({ type: 'Sequence', normalizers: steps });
const replace = (text: string, content: string): unknown => ({ type: 'Replace', pattern: { String: text }, content });

test('a real tokenizer is taken, and its special tokens told', () => {
  expect([...check(() => undefined)]).toEqual([0]);
  check((d) => (d['normalizer'] = sequence([{ type: 'Prepend', prepend: '▁' }, replace(' ', '▁')])));
  check((d) => (d.model.merges = d.model.merges.map((merge) => (merge as string[]).join(' '))));
  const single = [{ SpecialToken: { id: '<|end|>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }];
  check((d) => (d['post_processor'] = { type: 'TemplateProcessing', single }));
});

describe('a malformed tokenizer is refused', () => {
  test.each<[string, (definition: Definition) => void, RegExp]>([
    ['no model', (d) => Object.assign(d, { model: null }), /model is missing/],
    ['no vocabulary', (d) => Object.assign(d.model, { vocab: [] }), /vocab is not an object/],
    ['an id twice', (d) => (d.model.vocab['zz'] = 5), /has id 5, as another has/],
    ['an id out of range', (d) => (d.model.vocab['zz'] = 300), /token 300 is outside/],
    ['a negative id', (d) => (d.model.vocab['zz'] = -1), /token "zz" has id -1/],
    ['an id that is text', (d) => (d.model.vocab['zz'] = '7'), /token "zz" has id "7"/],
    ['an empty token', (d) => (d.model.vocab[''] = 299), /token "" is not a text/],
    ['a token too long', (d) => (d.model.vocab['z'.repeat(3000)] = 299), /is not a text of 1 to 2048/],
    [
      'too many tokens',
      (d) =>
        Object.assign(d.model, { vocab: Object.fromEntries(Array.from({ length: 600_000 }, (_, i) => [`t${i}`, i])) }),
      /600000 tokens, more than/,
    ],
    ['merges that are none', (d) => Object.assign(d.model, { merges: 'a b' }), /merges is not a list/],
    ['a merge of unknown tokens', (d) => d.model.merges.push(['zz', 'a']), /needs "zz", which is no token/],
    ['a merge into an unknown token', (d) => d.model.merges.push(['a', 'q']), /needs "aq", which is no token/],
    ['a merge with nothing', (d) => d.model.merges.push(['', 'a']), /needs "", which is no token/],
    ['a merge of three', (d) => d.model.merges.push(['a', 'b', 'c']), /not a pair of tokens/],
    ['merges of two kinds', (d) => d.model.merges.push('a b'), /not a pair of tokens/],
    [
      'a million merges',
      (d) => Object.assign(d.model, { merges: new Array(1_000_000).fill('a b') }),
      /1000000 entries, more than/,
    ],
    ['an unknown token that is none', (d) => (d.model['unk_token'] = '<unk>'), /unk_token "<unk>" is no token/],
    ['added tokens that are none', (d) => Object.assign(d, { added_tokens: {} }), /added_tokens is not a list/],
    ['an added token without an id', (d) => d.added_tokens.push({ content: 'x' }), /token "x" has id missing/],
    [
      'an added token in the place of another',
      (d) => d.added_tokens.push({ content: 'xyz', id: 5 }),
      /at odds with the vocabulary/,
    ],
    [
      'an added token under another id',
      (d) => d.added_tokens.push({ content: 'a', id: 299 }),
      /at odds with the vocabulary/,
    ],
    ['a replacement that grows a text', (d) => (d['normalizer'] = replace('a', 'aaa')), /replaces a pattern by "aaa"/],
    [
      'replacements that double it often',
      (d) => (d['normalizer'] = sequence(new Array(5).fill(replace('a', 'aa')))),
      /more than four/,
    ],
    [
      'a pattern of nothing',
      (d) => (d['pre_tokenizer'] = { type: 'Split', pattern: { String: '' } }),
      /the pattern ""/,
    ],
    [
      'a hundred steps',
      (d) => (d['normalizer'] = sequence(new Array(100).fill({ type: 'NFC' }))),
      /more than 32 steps/,
    ],
    ['steps without end', (d) => (d['decoder'] = { type: 'Sequence', decoders: 7 }), /without steps/],
    ['a long prefix', (d) => (d['normalizer'] = { type: 'Prepend', prepend: 'x'.repeat(99) }), /has prepend/],
    [
      'a template that repeats the text',
      (d) =>
        (d['post_processor'] = {
          type: 'TemplateProcessing',
          single: [{ Sequence: { id: 'A' } }, { Sequence: { id: 'A' } }],
        }),
      /the text 2 times/,
    ],
    [
      'a template of unknown tokens',
      (d) => (d['post_processor'] = { type: 'TemplateProcessing', single: [{ SpecialToken: { id: 'zz' } }] }),
      /neither the text nor a token/,
    ],
  ])('%s', (_, change, message) => {
    expect(() => check(change)).toThrow(MalformedModelError);
    expect(() => check(change)).toThrow(message);
  });
});

test.each<[string, (definition: Definition) => void]>([
  ['another kind of model', (d) => (d.model['type'] = 'Nothing')],
  ['random merges', (d) => (d.model['dropout'] = 0.1)],
  ['word endings', (d) => (d.model['end_of_word_suffix'] = '</w>')],
  ['an unknown step', (d) => (d['normalizer'] = { type: 'Precompiled', precompiled_charsmap: '' })],
  ['an unknown step inside', (d) => (d['normalizer'] = sequence([{ type: 'Run' }]))],
])('what is not computed here is refused by name: %s', (_, change) => {
  expect(() => check(change)).toThrow(UnsupportedModelError);
});
