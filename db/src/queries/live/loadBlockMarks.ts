import type { ReadDatabase } from '../ReadDatabase';
import { sql } from '../sql';
import { type BlockMark, MARK_HASH_LENGTH } from './LivePosition';

/** Steps back from the newest block at which a position has a mark: dense where reorgs are usual. */
const MARK_STEPS = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55];
const WINDOW = 56;

/**
 * The blocks at or below a height that the index holds, newest first: the newest {@link WINDOW}, and one that is final, which
 * stays whatever happens above it.
 */
export function loadBlockMarks(db: ReadDatabase, upToBlock: number): Promise<BlockMark[]> {
  return db.load<BlockMark>(sql`
    WITH recent AS (
      SELECT b.number, b.hash FROM block b WHERE b.number <= ${upToBlock} ORDER BY b.number DESC LIMIT ${WINDOW}
    ), settled AS (
      SELECT b.number, b.hash FROM block b
      WHERE b.number <= least(${upToBlock}, (SELECT h.finalized_block_number FROM chain_head h),
        (SELECT max(s.height) FROM squid_processor.status s))
      ORDER BY b.number DESC LIMIT 1
    )
    SELECT number, left(hash, ${MARK_HASH_LENGTH}::int) AS hash FROM (
      SELECT number, hash FROM recent UNION SELECT number, hash FROM settled) AS mark
    ORDER BY number DESC`);
}

/** The marks that a position at the first of these blocks keeps. */
export function thinMarks(blocks: readonly BlockMark[]): BlockMark[] {
  const kept = MARK_STEPS.flatMap((step) => blocks[step] ?? []);
  const oldest = blocks.at(-1);
  return oldest === undefined || kept.includes(oldest) ? kept : [...kept, oldest];
}
