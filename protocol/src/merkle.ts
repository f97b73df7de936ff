import { hexToBytes } from '@noble/hashes/utils.js';
import type { ContributionWeight } from './contributionWeights.js';
import { digestOf, type Digest } from './digest.js';
import { MerkleRoot, type Keccak256 } from './MerkleRoot.js';

/** One row of an index, as its root commits it. */
export interface CommittedRow {
  /** contributionId on chain, uint32. */
  contribution: number;
  /** By `gradient/2`: the family of copies it belongs to, uint32, 0 for none. */
  family?: number;
  record: Uint8Array;
}

/**
 * Root over `(uint256 row, uint32 contributionId, bytes32 sha256(row record))`, where rows have families over `(uint256
 * row, uint32 contributionId, uint32 family, bytes32 sha256(row record))`; zero for no rows.
 */
export function indexRoot(rows: Iterable<CommittedRow>, keccak256?: Keccak256): Digest {
  const root = new MerkleRoot(keccak256);
  let row = 0;
  for (const committed of rows) root.add(indexLeaf(row++, committed));
  return root.digest();
}

/** The leaf of one row of an index, for a root that is built while rows stream. */
export function indexLeaf(row: number, { contribution, family, record }: CommittedRow): Uint8Array {
  return encodeWords(
    word(BigInt(row)),
    word(BigInt(contribution)),
    ...(family === undefined ? [] : [word(BigInt(family))]),
    hexToBytes(digestOf(record).slice(2)),
  );
}

/** Root over `(uint256 contributionId, uint256 weight)` in ascending id; zero when nothing weighs: unattributed. */
export function sharesRoot(
  shares: readonly Pick<ContributionWeight, 'contributionId' | 'weight'>[],
  keccak256?: Keccak256,
): Digest {
  const leaves = shares.map(({ contributionId, weight }) => encodeWords(word(contributionId), word(weight)));
  return rootOf(leaves, keccak256);
}

/** Root over `(uint256 contributionId, bytes32 contentDigest)` in the order given; zero for an empty version. */
export function contributionsRoot(contributions: readonly { contributionId: bigint; contentDigest: Digest }[]): Digest {
  return rootOf(
    contributions.map(({ contributionId, contentDigest }) =>
      encodeWords(word(contributionId), hexToBytes(contentDigest.slice(2))),
    ),
  );
}

function rootOf(leaves: readonly Uint8Array[], keccak256?: Keccak256): Digest {
  const root = new MerkleRoot(keccak256);
  for (const leaf of leaves) root.add(leaf);
  return root.digest();
}

/** ABI encoding of static values: 32 bytes each. */
function encodeWords(...words: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(32 * words.length);
  words.forEach((each, i) => bytes.set(each, 32 * i));
  return bytes;
}

/** A uint256, big-endian. @throws RangeError for a value it cannot hold */
function word(value: bigint): Uint8Array {
  if (value < 0n || value >> 256n !== 0n) throw new RangeError(`${value} is no uint256`);
  return hexToBytes(value.toString(16).padStart(64, '0'));
}
