import type { AttestedContent } from './AttestedContent.js';
import type { ChainTransaction } from './ChainTransaction.js';

/** What no log of a block tells. */
export interface BlockFacts {
  /** In their order in the block. */
  transactions: readonly ChainTransaction[];
  /** What the attestations made in the block say, by uid; null where nobody knows. */
  attested: ReadonlyMap<string, AttestedContent | null>;
}

/** A block of the processor with what else was read for it. */
export interface BlockWithFacts {
  facts: BlockFacts;
}
