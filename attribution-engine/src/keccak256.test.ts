import { indexRoot, sharesRoot } from '@tributary/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keccak256 } from './keccak256.js';

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const share = fc.record({
  contributionId: fc.bigInt(0n, 2n ** 32n),
  weight: fc.bigInt(0n, 2n ** 256n - 1n),
});
const row = fc.record({ contribution: uint32, family: uint32, record: fc.uint8Array() });

it('gives the roots that plain JavaScript gives', () => {
  fc.assert(fc.property(fc.array(share), (shares) => sharesRoot(shares, keccak256) === sharesRoot(shares)));
  fc.assert(fc.property(fc.array(row), (rows) => indexRoot(rows, keccak256) === indexRoot(rows)));
});

it('gives a digest that the next one does not overwrite', () => {
  const first = keccak256(new Uint8Array([1]));
  const copy = first.slice();
  keccak256(new Uint8Array([2]));
  expect(first).toEqual(copy);
});
