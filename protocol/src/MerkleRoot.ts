import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { NO_DIGEST, type Digest } from './digest.js';

const HASH_BYTES = 32;

/** The keccak-256 of bytes: 32 bytes of its own. */
export type Keccak256 = (bytes: Uint8Array) => Uint8Array;

/**
 * Builds the root that OpenZeppelin's StandardMerkleTree gives the same leaves: leaves are hashed twice with keccak-256
 * and sorted, pairs are sorted before they are hashed. Leaves are added one at a time and only 32 bytes of each are
 * kept, so that an index of millions of rows can be checked while it streams.
 */
export class MerkleRoot {
  #hashes = new Uint8Array(64 * HASH_BYTES);
  #count = 0;
  readonly #keccak256: Keccak256;

  /** @param keccak256 a faster one where there is one; in plain JavaScript unless given */
  constructor(keccak256: Keccak256 = keccak_256) {
    this.#keccak256 = keccak256;
  }

  /** @param leaf the ABI encoding of its values; may be reused afterwards */
  add(leaf: Uint8Array): void {
    if (this.#count * HASH_BYTES === this.#hashes.length) {
      const larger = new Uint8Array(2 * this.#hashes.length);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    this.#hashes.set(this.#keccak256(this.#keccak256(leaf)), HASH_BYTES * this.#count++);
  }

  /** The root of what was added; zero for nothing. */
  digest(): Digest {
    const count = this.#count;
    if (count === 0) return NO_DIGEST;
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    order.sort((a, b) => compareHashes(this.#hashes, a, b));

    // A complete binary tree in one array: the children of node i are 2i + 1 and 2i + 2, the leaves stand last, reversed.
    const tree = new Uint8Array((2 * count - 1) * HASH_BYTES);
    const node = (i: number): Uint8Array => tree.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
    order.forEach((leaf, i) => {
      tree.set(this.#hashes.subarray(leaf * HASH_BYTES, (leaf + 1) * HASH_BYTES), (2 * count - 2 - i) * HASH_BYTES);
    });
    const pair = new Uint8Array(2 * HASH_BYTES);
    for (let i = count - 2; i >= 0; i--) {
      const isOrdered = compareHashes(tree, 2 * i + 1, 2 * i + 2) <= 0;
      pair.set(node(2 * i + (isOrdered ? 1 : 2)));
      pair.set(node(2 * i + (isOrdered ? 2 : 1)), HASH_BYTES);
      tree.set(this.#keccak256(pair), i * HASH_BYTES);
    }
    return `0x${bytesToHex(node(0))}`;
  }
}

function compareHashes(hashes: Uint8Array, a: number, b: number): number {
  for (let i = 0; i < HASH_BYTES; i++) {
    const difference = hashes[a * HASH_BYTES + i]! - hashes[b * HASH_BYTES + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
