import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { NO_DIGEST, digestOf, type Digest } from './digest.js';
import type { ContributionWeight } from './contributionWeights.js';

/** Root over `(uint256 row, uint32 contributionId, bytes32 sha256(row record))`; zero for no rows. */
export function indexRoot(rows: Iterable<{ contribution: number; record: Uint8Array }>): Digest {
  const leaves: [string, number, Digest][] = [];
  for (const { contribution, record } of rows) leaves.push([String(leaves.length), contribution, digestOf(record)]);
  return rootOf(leaves, ['uint256', 'uint32', 'bytes32']);
}

/** Root over `(uint256 contributionId, uint256 weight)` in ascending id; zero when nothing weighs: unattributed. */
export function sharesRoot(shares: readonly Pick<ContributionWeight, 'contributionId' | 'weight'>[]): Digest {
  const leaves = shares.map(({ contributionId, weight }) => [contributionId.toString(), weight.toString()]);
  return rootOf(leaves, ['uint256', 'uint256']);
}

/** Root over `(uint256 contributionId, bytes32 contentDigest)` in the order given; zero for an empty version. */
export function contributionsRoot(contributions: readonly { contributionId: bigint; contentDigest: Digest }[]): Digest {
  const leaves = contributions.map(({ contributionId, contentDigest }) => [contributionId.toString(), contentDigest]);
  return rootOf(leaves, ['uint256', 'bytes32']);
}

/** OpenZeppelin StandardMerkleTree: double keccak-256 leaves, sorted pairs. */
function rootOf(leaves: unknown[][], types: string[]): Digest {
  return leaves.length === 0 ? NO_DIGEST : (StandardMerkleTree.of(leaves, types).root as Digest);
}
