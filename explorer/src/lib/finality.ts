import type { Finality } from './api/operations.generated.ts';

/** How it is said how firmly the chain holds a block: on a mark, in the cell of a table, and in full. */
export interface FinalityWords {
  word: string;
  brief: string;
  sentence: string;
}

export const finalityWords: Record<Finality, FinalityWords> = {
  UNSAFE: {
    word: 'Not final yet',
    brief: 'unsafe',
    sentence: 'Not final yet: so far only the sequencer vouches for this block, and it may still be replaced.',
  },
  SAFE: {
    word: 'Safe, not final',
    brief: 'safe',
    sentence: 'Safe, not final: the block is published to the parent chain, and not final there yet.',
  },
  FINALIZED: { word: 'Final', brief: 'final', sentence: 'Final: the chain keeps this block.' },
};
