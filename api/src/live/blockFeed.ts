import {
  type BlockMark,
  type BlockRow,
  type ChainPosition,
  loadBlockBacklog,
  loadChainAdvance,
  markOf,
  thinMarks,
} from '@tributary/db';
import { ChangeKind } from './ChangeKind.js';
import type { Change, Feed } from './Feed.js';
import { encodeLiveCursor } from './liveCursor.js';
import { MAX_REPLAY, PAGE_SIZE } from './limits.js';

/** Blocks that hold events, in the order of the chain. */
export const blockFeed: Feed<ChainPosition, BlockRow> = {
  key: 'newBlocks',
  async load(db, position) {
    const { blocks, below, forkBlock, retractedFromBlock, isComplete } = await loadChainAdvance(
      db,
      position,
      PAGE_SIZE,
    );
    const changes: Change<BlockRow>[] = [];
    let marks: readonly BlockMark[] = below;
    const getCursor = () => encodeLiveCursor('newBlocks', { marks: thinMarks(marks) });
    if (retractedFromBlock !== null) {
      changes.push({
        kind: ChangeKind.RETRACTED,
        node: null,
        blockNumber: forkBlock,
        retractedFromBlock,
        cursor: getCursor(),
      });
    }
    for (const block of blocks) {
      marks = [markOf(block), ...marks];
      changes.push({
        kind: ChangeKind.ADDED,
        node: block,
        blockNumber: block.number,
        retractedFromBlock: null,
        cursor: getCursor(),
      });
    }
    return { changes, position: { marks: thinMarks(marks), logIndex: null }, isComplete };
  },
  async isTooOld(db, { marks }) {
    return (await loadBlockBacklog(db, marks[0]?.number ?? -1, MAX_REPLAY + 1)) > MAX_REPLAY;
  },
};
