import {
  type BlockMark,
  type ChainPosition,
  type InferenceInterest,
  type InferenceRow,
  loadChainAdvance,
  loadInferenceBacklog,
  loadNewInferences,
  markOf,
  MAX_BLOCK_NUMBER,
  thinMarks,
} from '@tributary/db';
import { ChangeKind } from './ChangeKind.js';
import type { Change, Feed } from './Feed.js';
import { encodeLiveCursor } from './liveCursor.js';
import { MAX_REPLAY, PAGE_SIZE } from './limits.js';

/** Inferences that somebody is interested in, in the order of the chain. */
export function createInferenceFeed(interest: InferenceInterest): Feed<ChainPosition, InferenceRow> {
  return {
    key: `inferences ${JSON.stringify(interest)}`,
    async load(db, position) {
      const { blocks, below, forkBlock, retractedFromBlock, isComplete } = await loadChainAdvance(
        db,
        position,
        PAGE_SIZE,
      );
      const isSplit = retractedFromBlock === null && position.logIndex !== null;
      const found = await loadNewInferences(
        db,
        {
          afterBlock: forkBlock,
          afterLogIndex: isSplit ? (position.logIndex ?? 0) : MAX_BLOCK_NUMBER,
          toBlock: blocks.at(-1)?.number ?? forkBlock,
        },
        interest,
        PAGE_SIZE + 1,
      );
      const chain: readonly BlockMark[] = [...blocks.map(markOf).reverse(), ...below];
      const getMarks = marksBelow(chain);
      const changes: Change<InferenceRow>[] = [];
      if (retractedFromBlock !== null) {
        const cursor = encodeLiveCursor('inferences', { marks: getMarks(forkBlock) });
        changes.push({ kind: ChangeKind.RETRACTED, node: null, blockNumber: forkBlock, retractedFromBlock, cursor });
      }
      const rows = found.slice(0, PAGE_SIZE);
      for (const node of rows) {
        const { blockNumber, logIndex } = node;
        const cursor = encodeLiveCursor('inferences', { marks: getMarks(blockNumber), logIndex });
        changes.push({ kind: ChangeKind.ADDED, node, blockNumber, retractedFromBlock: null, cursor });
      }
      const last = rows.at(-1);
      if (found.length > PAGE_SIZE && last !== undefined) {
        const place = { marks: getMarks(last.blockNumber), logIndex: last.logIndex };
        return { changes, position: place, isComplete: false };
      }
      return { changes, position: { marks: thinMarks(chain), logIndex: null }, isComplete };
    },
    async isTooOld(db, { marks }) {
      return (await loadInferenceBacklog(db, marks[0]?.number ?? -1, MAX_REPLAY + 1)) > MAX_REPLAY;
    },
  };
}

/** Marks of the chain up to a block; neighbouring entries mostly share theirs. */
function marksBelow(chain: readonly BlockMark[]): (blockNumber: number) => BlockMark[] {
  let known: { blockNumber: number; marks: BlockMark[] } | undefined;
  return (blockNumber) => {
    if (known?.blockNumber !== blockNumber) {
      known = { blockNumber, marks: thinMarks(chain.filter(({ number }) => number <= blockNumber)) };
    }
    return known.marks;
  };
}
