import type { ReadDatabase } from '../ReadDatabase';
import { sql, type SqlText } from '../sql';
import type { AnalyticsScope, BucketRule } from './AnalyticsQuestion';
import { type AnalyticsState, buildStateSql, type PartitionEdges } from './AnalyticsState';
import { buildFactsSql } from './buildFactsSql';

/** A cell of the rows that no partition has yet. `account` is null unless accounts are told apart. */
export interface TailCell {
  bucket: bigint;
  key: string;
  account: string | null;
  count: bigint;
  amount: bigint;
}

export interface AnalyticsTail {
  state: AnalyticsState;
  cells: TailCell[];
}

/**
 * What the rows above `aboveBlock` add up to, and in the same snapshot whether the partitions below it are still true. Where
 * `state.validToBlock` is another block, ask again with that one.
 */
export async function loadAnalyticsTail(
  db: ReadDatabase,
  question: AnalyticsScope & { bucket: BucketRule | null; isDistinct: boolean },
  edges: PartitionEdges,
  aboveBlock: number,
): Promise<AnalyticsTail> {
  const facts = buildFactsSql(question, question.bucket, aboveBlock);
  const cells: SqlText = question.isDistinct
    ? sql`SELECT DISTINCT bucket, key, account, 1::bigint AS count, 1::numeric AS amount FROM (${facts}) AS fact`
    : sql`SELECT bucket, key, NULL::text AS account, count(*) AS count, sum(amount) AS amount
        FROM (${facts}) AS fact GROUP BY bucket, key`;
  const rows = await db.load<AnalyticsState & (TailCell | { bucket: null })>(sql`
    WITH state AS (${buildStateSql(edges)}), cell AS (${cells})
    SELECT state.*, cell.* FROM state LEFT JOIN cell ON TRUE`);
  const [first] = rows;
  if (first === undefined) throw new RangeError('the state is one row whatever the cells are');
  const { upToBlock, finalUpToBlock, validToBlock } = first;
  return {
    state: { upToBlock, finalUpToBlock, validToBlock },
    cells: rows.flatMap((row) => {
      if (row.bucket === null) return [];
      const { bucket, key, account, count, amount } = row;
      return [{ bucket, key, account, count, amount }];
    }),
  };
}
