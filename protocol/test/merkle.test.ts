/** The roots equal those of OpenZeppelin's own StandardMerkleTree, which the chain's contracts verify against. */
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { NO_DIGEST, contributionsRoot, digestOf, indexRoot, sharesRoot } from '@tributary/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const uint256 = fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }));
const bytes = fc.uint8Array({ maxLength: 40 });

describe('roots', () => {
  it('of an index', () => {
    const row = fc.record({ contribution: fc.integer({ min: 0, max: 2 ** 32 - 1 }), record: bytes });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 140 }), (rows) => {
        const leaves = rows.map(({ contribution, record }, i) => [String(i), contribution, digestOf(record)]);
        expect(indexRoot(rows)).toBe(StandardMerkleTree.of(leaves, ['uint256', 'uint32', 'bytes32']).root);
      }),
    );
  });

  it('of an index with families', () => {
    const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const row = fc.record({ contribution: uint32, family: uint32, record: bytes });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const leaves = rows.map(({ contribution, family, record }, i) => [
          String(i),
          contribution,
          family,
          digestOf(record),
        ]);
        expect(indexRoot(rows)).toBe(StandardMerkleTree.of(leaves, ['uint256', 'uint32', 'uint32', 'bytes32']).root);
      }),
    );
  });

  it('of shares, equal leaves among them', () => {
    const share = fc.record({ contributionId: uint256, weight: uint256 });
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 40 }), (shares) => {
        const leaves = shares.map(({ contributionId, weight }) => [`${contributionId}`, `${weight}`]);
        expect(sharesRoot(shares)).toBe(StandardMerkleTree.of(leaves, ['uint256', 'uint256']).root);
      }),
    );
  });

  it('of contributions', () => {
    const contribution = fc.record({ contributionId: uint256, contentDigest: bytes.map(digestOf) });
    fc.assert(
      fc.property(fc.array(contribution, { minLength: 1, maxLength: 9 }), (contributions) => {
        const leaves = contributions.map(({ contributionId, contentDigest }) => [`${contributionId}`, contentDigest]);
        expect(contributionsRoot(contributions)).toBe(StandardMerkleTree.of(leaves, ['uint256', 'bytes32']).root);
      }),
    );
  });

  it('of nothing', () => {
    expect([indexRoot([]), sharesRoot([]), contributionsRoot([])]).toEqual([NO_DIGEST, NO_DIGEST, NO_DIGEST]);
  });
});
