import { expect, test } from 'vitest';
import { createRandomModelFiles } from '../model/createRandomModelFiles.js';
import { loadBaseModel } from '../model/loadBaseModel.js';
import { encodeExample } from './encodeExample.js';

const { tokenizer } = loadBaseModel(createRandomModelFiles('example'));
const encode = (text: string): number[] => tokenizer.encode(text);

test('prompt and completion are encoded apart, with the end token on request', () => {
  expect(encodeExample(tokenizer, 'ab', 'cd', { appendEos: true })).toEqual({
    promptIds: encode('ab'),
    completionIds: [...encode('cd'), tokenizer.eosId],
  });
  expect(encodeExample(tokenizer, 'ab', '', { appendEos: false })).toEqual({
    promptIds: encode('ab'),
    completionIds: [],
  });
});

test('an empty prompt becomes a token to start from', () => {
  expect(encodeExample(tokenizer, '', 'cd', { appendEos: false }).promptIds).toEqual([tokenizer.eosId]);
  expect(encodeExample({ ...tokenizer, bosId: 1 }, '', 'cd', { appendEos: false }).promptIds).toEqual([1]);
});

test('what is too long loses the start of its prompt first, then the end of its completion', () => {
  expect(encodeExample(tokenizer, 'abcdef', 'ghi', { appendEos: false, maxTokens: 5 })).toEqual({
    promptIds: encode('ef'),
    completionIds: encode('ghi'),
  });
  expect(encodeExample(tokenizer, 'abcdef', 'ghi', { appendEos: false, maxTokens: 3 })).toEqual({
    promptIds: encode('f'),
    completionIds: encode('gh'),
  });
});
