/** A block by its place and its bytes. */
export interface BlockId {
  number: number;
  hash: string;
}

/** Where a chain stands by the rule of its deployment: `finalized` ≤ `safe` ≤ `latest`, all on the same chain. */
export interface ChainHeads {
  latest: BlockId & { parentHash: string };
  safe: BlockId;
  finalized: BlockId;
}

export function areSameHeads(a: ChainHeads, b: ChainHeads): boolean {
  return a.latest.hash === b.latest.hash && a.safe.hash === b.safe.hash && a.finalized.hash === b.finalized.hash;
}
