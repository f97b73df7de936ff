import { MerkleRoot, encodeRecord, indexLeaf, type Digest } from '@tributary/protocol';
import { keccak256 } from '../keccak256.js';
import { indexWidth, type IndexReader } from './attributionIndex.js';
import { indexSlices } from './indexSlices.js';

/** The Merkle root that the model's owner commits on chain, over every row, read slice by slice. */
export async function rootOfIndex(index: IndexReader): Promise<Digest> {
  const width = indexWidth(index);
  const blocks = index.blocks.length;
  const root = new MerkleRoot(keccak256);
  for await (const { at, count, values, exponents } of indexSlices(index)) {
    for (let i = 0; i < count; i++) {
      const record = encodeRecord({
        exponents: exponents.subarray(i * blocks, (i + 1) * blocks),
        values: values.subarray(i * width, (i + 1) * width),
      });
      const contribution = index.contributions[at + i]!;
      const family = index.families?.[at + i];
      root.add(indexLeaf(at + i, { contribution, record, ...(family !== undefined && { family }) }));
    }
  }
  return root.digest();
}
