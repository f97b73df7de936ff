import type { ChainHeadRow } from '@tributary/db';
import { Finality } from './types/enums.js';

/**
 * How firmly the chain holds a block. Final is only what the index has followed up to there: a row of a branch that the
 * chain dropped stands below the finalized block for a moment, until squid takes it back.
 */
export function getFinality(blockNumber: number, head: ChainHeadRow | null): Finality | null {
  if (head === null) return null;
  if (head.settledBlockNumber !== null && blockNumber <= head.settledBlockNumber) return Finality.FINALIZED;
  return blockNumber <= head.safe.blockNumber ? Finality.SAFE : Finality.UNSAFE;
}
