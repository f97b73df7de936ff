import { selectList } from '../EntitySource';
import type { ReadDatabase } from '../ReadDatabase';
import { type BlockRow, blockSource } from '../sources/BlockRow';
import { sql, sqlLiteral } from '../sql';
import { type BlockMark, type ChainPosition, MARK_HASH_LENGTH } from './LivePosition';
import { LivePositionLostError } from './LivePositionLostError';
import { loadBlockMarks } from './loadBlockMarks';

/** What the chain became since a position. */
export interface ChainAdvance {
  /** Everything in this block or a later one is of a branch that was dropped; null: nothing is. */
  readonly retractedFromBlock: number | null;
  /** The newest block that both hold; −1: none, the position is before the first. */
  readonly forkBlock: number;
  /** Blocks at or below the fork, newest first. */
  readonly below: readonly BlockMark[];
  /** The blocks after the fork in their order, up to a limit. */
  readonly blocks: readonly BlockRow[];
  /** Whether those are all. */
  readonly isComplete: boolean;
}

/** @throws LivePositionLostError when the index holds none of the position's blocks */
export async function loadChainAdvance(
  db: ReadDatabase,
  { marks }: Pick<ChainPosition, 'marks'>,
  limit: number,
): Promise<ChainAdvance> {
  const forkBlock = await loadForkBlock(db, marks);
  const found = await db.load<BlockRow>(sql`
    SELECT ${selectList(blockSource)} FROM ${sqlLiteral(blockSource.from)}
    WHERE b.number > ${forkBlock} ORDER BY b.number LIMIT ${limit + 1}`);
  const newest = marks[0];
  return {
    retractedFromBlock: newest === undefined || newest.number === forkBlock ? null : forkBlock + 1,
    forkBlock,
    below: await loadBlockMarks(db, forkBlock),
    blocks: found.slice(0, limit),
    isComplete: found.length <= limit,
  };
}

/**
 * The newest block that a position and the index both hold; −1 for a position before the first.
 *
 * @throws LivePositionLostError
 */
export async function loadForkBlock(db: ReadDatabase, marks: readonly BlockMark[]): Promise<number> {
  const newest = marks[0];
  if (newest === undefined) return -1;
  const [fork] = await db.load<{ number: number | null }>(sql`
    SELECT max(b.number) AS number
    FROM unnest(${marks.map(({ number }) => number)}::int[], ${marks.map(({ hash }) => hash)}::text[]) AS mark(number, hash)
    JOIN block b ON b.number = mark.number AND left(b.hash, ${MARK_HASH_LENGTH}::int) = mark.hash`);
  if (fork?.number == null) throw new LivePositionLostError({ blockNumber: newest.number });
  return fork.number;
}

/** The mark of a block. */
export function markOf({ number, hash }: Pick<BlockRow, 'number' | 'hash'>): BlockMark {
  return { number, hash: hash.slice(0, MARK_HASH_LENGTH) };
}
