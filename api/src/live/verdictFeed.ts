import {
  type BlockMark,
  type ChangedVerdict,
  loadBlockMarks,
  loadChangedVerdicts,
  loadForkBlock,
  loadInferenceBacklog,
  loadSnapshotMark,
  loadVerdictBacklog,
  MAX_BLOCK_NUMBER,
  type ReadDatabase,
  type SnapshotMark,
  thinMarks,
  type VerdictPage,
  type VerdictPosition,
} from '@tributary/db';
import { ChangeKind } from './ChangeKind.js';
import type { Advance, Change, Feed } from './Feed.js';
import { encodeLiveCursor } from './liveCursor.js';
import { MAX_REPLAY, PAGE_SIZE } from './limits.js';
import { thinPlaces } from './thinPlaces.js';

/**
 * Verdicts about the chain as it is, whenever the engine decides or decides again; in the order of their inferences
 * within what came at once. A verdict stands at the newest block that it rests on: a reorg retracts those above its fork,
 * and what of them is true of the new branch too is told again.
 */
export const verdictFeed: Feed<VerdictPosition, ChangedVerdict> = {
  key: 'verdictChanges',
  async load(db, position) {
    const forkBlock = await loadForkBlock(db, position.marks);
    const isForked = position.marks[0] !== undefined && position.marks[0].number !== forkBlock;
    if (!isForked && position.page !== null) return continuePage(db, position, position.page);

    const start = isForked ? await rewind(db, position, forkBlock) : position;
    const sinceBlock = isForked ? Math.min(forkBlock, start.earlier[0]?.blockNumber ?? forkBlock) : forkBlock;
    const until = await loadSnapshotMark(db);
    const marks = thinMarks(await loadBlockMarks(db, MAX_BLOCK_NUMBER));
    const toBlock = marks[0]?.number ?? -1;
    const rows = await loadChangedVerdicts(
      db,
      { seen: start.seen, sinceBlock, until: null, toBlock, after: null },
      PAGE_SIZE + 1,
    );
    const pageAt = (row: ChangedVerdict): VerdictPosition => ({
      ...start,
      marks,
      page: { until, sinceBlock, ...placeOf(row) },
    });
    const advance = buildAdvance(rows, pageAt, endAt(start, marks, until));
    if (!isForked) return advance;
    const retraction: Change<ChangedVerdict> = {
      kind: ChangeKind.RETRACTED,
      node: null,
      blockNumber: forkBlock,
      retractedFromBlock: forkBlock + 1,
      cursor: encodeLiveCursor('verdictChanges', start),
    };
    return { ...advance, changes: [retraction, ...advance.changes] };
  },
  async isTooOld(db, { marks, seen }) {
    return (
      (await loadVerdictBacklog(db, seen.takenAtMs, MAX_REPLAY + 1)) > MAX_REPLAY ||
      (await loadInferenceBacklog(db, marks[0]?.number ?? -1, MAX_REPLAY + 1)) > MAX_REPLAY
    );
  },
};

/** Back to the newest earlier place below a fork. */
async function rewind(db: ReadDatabase, position: VerdictPosition, forkBlock: number): Promise<VerdictPosition> {
  const earlier = position.earlier.filter(({ blockNumber }) => blockNumber <= forkBlock);
  const marks = thinMarks(await loadBlockMarks(db, forkBlock));
  return { marks, logIndex: null, seen: earlier[0]?.seen ?? position.seen, earlier, page: null };
}

/** When all that a snapshot shows was told. */
function endAt(start: VerdictPosition, marks: readonly BlockMark[], seen: SnapshotMark): VerdictPosition {
  const earlier = thinPlaces([{ blockNumber: marks[0]?.number ?? -1, seen }, ...start.earlier]);
  return { marks, logIndex: null, seen, earlier, page: null };
}

/** The rest of what was new at `page.until`; what changed again since comes after it. */
async function continuePage(
  db: ReadDatabase,
  position: VerdictPosition,
  page: VerdictPage,
): Promise<Advance<VerdictPosition, ChangedVerdict>> {
  const rows = await loadChangedVerdicts(
    db,
    {
      seen: position.seen,
      sinceBlock: page.sinceBlock,
      until: page.until,
      toBlock: position.marks[0]?.number ?? -1,
      after: page,
    },
    PAGE_SIZE + 1,
  );
  const pageAt = (row: ChangedVerdict): VerdictPosition => ({ ...position, page: { ...page, ...placeOf(row) } });
  const advance = buildAdvance(rows, pageAt, endAt(position, position.marks, page.until));
  return { ...advance, isComplete: false };
}

function buildAdvance(
  found: readonly ChangedVerdict[],
  pageAt: (row: ChangedVerdict) => VerdictPosition,
  end: VerdictPosition,
): Advance<VerdictPosition, ChangedVerdict> {
  const isComplete = found.length <= PAGE_SIZE;
  const rows = found.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  const positionAfter = (row: ChangedVerdict) => (row === last && isComplete ? end : pageAt(row));
  const changes = rows.map((row) => ({
    kind: row.isNew ? ChangeKind.ADDED : ChangeKind.CHANGED,
    node: row,
    blockNumber: row.restsOnBlock,
    retractedFromBlock: null,
    cursor: encodeLiveCursor('verdictChanges', positionAfter(row)),
  }));
  return { changes, position: last === undefined ? end : positionAfter(last), isComplete };
}

function placeOf(row: ChangedVerdict): { blockNumber: number; logIndex: number } {
  return { blockNumber: row.inferenceBlock, logIndex: row.inferenceLogIndex };
}
