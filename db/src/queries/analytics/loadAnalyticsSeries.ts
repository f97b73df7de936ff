import type { ReadDatabase } from '../ReadDatabase';
import { sql, sqlLiteral, type SqlText } from '../sql';
import type { SeriesQuestion } from './AnalyticsQuestion';
import { type AnalyticsState, buildStateSql, NO_PARTITIONS } from './AnalyticsState';
import { buildFactsSql } from './buildFactsSql';

/** What the rows of one bucket and one group add up to. */
export interface AnalyticsCell {
  /** Where the bucket starts. */
  bucket: bigint;
  /** `n`: the rows without a value; `v…`: those with that value; null: all groups beyond the limit together. */
  key: string | null;
  /** Rows, or accounts when those are counted. */
  count: bigint;
  amount: bigint;
}

export interface AnalyticsSeries {
  state: AnalyticsState;
  /** By bucket, then by key; one more than asked for when there are too many. */
  cells: AnalyticsCell[];
}

type SeriesRow = AnalyticsState & (AnalyticsCell | { bucket: null });

/** The answer from Postgres alone, exact at any size of the amounts. */
export async function loadAnalyticsSeries(db: ReadDatabase, question: SeriesQuestion): Promise<AnalyticsSeries> {
  const rows = await db.load<SeriesRow>(sql`
    WITH state AS (${buildStateSql(NO_PARTITIONS)}), ${question.isDistinct ? distinctSql(question) : sumSql(question)}
    SELECT state.*, answer.* FROM state LEFT JOIN answer ON TRUE ORDER BY answer.bucket, answer.key COLLATE "C"`);
  return readSeriesRows(rows);
}

/** The first row always has the state, even when there are no cells. */
export function readSeriesRows(rows: readonly SeriesRow[]): AnalyticsSeries {
  const [first] = rows;
  if (first === undefined) throw new RangeError('the state is one row whatever the cells are');
  const { upToBlock, finalUpToBlock, validToBlock } = first;
  const cells = rows.flatMap((row) =>
    row.bucket === null ? [] : [{ bucket: row.bucket, key: row.key, count: row.count, amount: row.amount }],
  );
  return { state: { upToBlock, finalUpToBlock, validToBlock }, cells };
}

/** The largest groups first; ties by key, so that the answer is one. */
const rankedBy = (amount: string): SqlText =>
  sqlLiteral(`ranked AS (
      SELECT key, row_number() OVER (ORDER BY ${amount} DESC, key COLLATE "C") AS place FROM cell GROUP BY key)`);

function sumSql(question: SeriesQuestion): SqlText {
  const { bucket, groupLimit, cellLimit } = question;
  return sql`cell AS (
      SELECT bucket, key, count(*) AS count, sum(amount) AS amount
      FROM (${buildFactsSql(question, bucket, null)}) AS fact GROUP BY bucket, key),
    ${rankedBy('sum(amount)')},
    answer AS (
      SELECT bucket, CASE WHEN place <= ${groupLimit}::int THEN key END AS key, sum(count) AS count, sum(amount) AS amount
      FROM cell JOIN ranked USING (key) GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ${cellLimit + 1}::int)`;
}

function distinctSql(question: SeriesQuestion): SqlText {
  const { bucket, groupLimit, cellLimit } = question;
  return sql`cell AS (
      SELECT DISTINCT bucket, key, account FROM (${buildFactsSql(question, bucket, null)}) AS fact),
    ${rankedBy('count(DISTINCT account)')},
    answer AS (
      SELECT bucket, CASE WHEN place <= ${groupLimit}::int THEN key END AS key,
        count(DISTINCT account) AS count, count(DISTINCT account) AS amount
      FROM cell JOIN ranked USING (key) GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ${cellLimit + 1}::int)`;
}
