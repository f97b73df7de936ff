import { createMPT } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, type Hex } from 'viem';

/** Root of the Merkle Patricia trie that maps RLP(position) to each item: how blocks commit to transactions and receipts. */
export async function trieRoot(items: readonly Uint8Array[]): Promise<Hex> {
  const trie = await createMPT();
  for (const [position, item] of items.entries()) await trie.put(RLP.encode(position), item);
  return bytesToHex(trie.root());
}
