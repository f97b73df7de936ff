import { expect, test } from 'vitest';
import { createRandomModelFiles } from '../model/createRandomModelFiles.js';
import { loadBaseModel } from '../model/loadBaseModel.js';
import { trainByteBpe } from './trainByteBpe.js';

const TEXTS = ['the cat and the hat', 'the cat sat on the mat, the cat did', "it's the hat that sat", 'the the the'];
const OPTIONS = { vocabSize: 270, specialTokens: ['<|end|>', '<|pad|>'] };

test('frequent pairs become tokens, and any text survives a round trip', () => {
  const files = new Map(createRandomModelFiles('bpe', { vocab_size: 270 }));
  files.set('tokenizer.json', new TextEncoder().encode(JSON.stringify(trainByteBpe(TEXTS, OPTIONS))));
  const { tokenizer } = loadBaseModel(files);
  expect(tokenizer.encode(' the the')).toHaveLength(2);
  expect(tokenizer.encode(' zebra')).toHaveLength(6);
  expect(tokenizer.encode('a<|end|>')).toEqual([tokenizer.encode('a')[0], 0]);
  for (const text of ["the cat's\n\n  mat", 'ünï→👍', '\u0000\u007f\u00a0\u00ad', '  '])
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
});

test('the same texts in another order give the same tokenizer', () => {
  expect(trainByteBpe([...TEXTS].reverse(), OPTIONS)).toEqual(trainByteBpe(TEXTS, OPTIONS));
});
