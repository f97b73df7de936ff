import { cidOf } from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import { parseSearch } from './parseSearch.js';

const nothing = { id: null, kind: null, address: null, hash: null, namePrefix: null };
const hash = `0x${'ab'.repeat(32)}`;
const address = `0x${'Cd'.repeat(20)}`;

describe('parseSearch', () => {
  it.each([
    ['12', { id: '12', namePrefix: '12' }],
    [' #12 ', { id: '12', namePrefix: '#12' }],
    ['inference 12', { id: '12', kind: 'Inference', namePrefix: 'inference 12' }],
    ['Inference #007', { id: '7', kind: 'Inference', namePrefix: 'Inference #007' }],
    ['training run 3', { id: '3', kind: 'TrainingRun', namePrefix: 'training run 3' }],
    ['block 0', { id: '0', kind: 'Block', namePrefix: 'block 0' }],
    ['llama 3', { namePrefix: 'llama 3' }],
    [address, { address: address.toLowerCase() }],
    [hash, { hash }],
    [hash.slice(2).toUpperCase(), { hash }],
    [cidOf(hash), { hash }],
    [`ipfs://${cidOf(hash)}`, { hash }],
    ['', {}],
    ['a\0b', {}],
    ['1'.repeat(79), { namePrefix: '1'.repeat(79) }],
    ["' OR 1=1", { namePrefix: "' OR 1=1" }],
  ])('%j', (text, expected) => {
    expect(parseSearch(text)).toEqual({ ...nothing, ...expected });
  });
});
