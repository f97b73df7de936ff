import type { SeriesQuestion } from '@tributary/db';
import type { PartitionSql } from './buildCellsSql.js';
import { withExactAmount } from './exactAmountSql.js';

/** A row of the answer; `hex` is the amount. */
export interface SeriesRow {
  bucket: bigint;
  key: string | null;
  n: bigint;
  hex: string;
}

const SUMS = 'sum(n) AS n, sum(s0) AS s0, sum(s1) AS s1, sum(s2) AS s2, sum(s3) AS s3';
const ACCOUNTS = `count(DISTINCT account)::HUGEINT AS n, count(DISTINCT account)::HUGEINT AS s0,
  0::HUGEINT AS s1, 0::HUGEINT AS s2, 0::HUGEINT AS s3`;

/** The same question as `loadAnalyticsSeries` of db asks Postgres, of cells. */
export function buildSeriesSql(cells: PartitionSql, question: SeriesQuestion): PartitionSql {
  const amounts = question.isDistinct ? ACCOUNTS : SUMS;
  const { groupLimit, cellLimit } = question;
  const text = `
    WITH cell AS MATERIALIZED (${cells.text}),
    ranked AS (
      SELECT key, row_number() OVER (ORDER BY hex DESC, key) AS place
      FROM (${withExactAmount(`SELECT key, ${amounts} FROM cell GROUP BY key`, 'key')})),
    answer AS (
      SELECT bucket, CASE WHEN place <= ${groupLimit} THEN key END AS key, ${amounts}
      FROM cell JOIN ranked USING (key) GROUP BY ALL)
    SELECT bucket, key, n, hex FROM (${withExactAmount('SELECT * FROM answer', 'bucket, key, n')})
    ORDER BY bucket, key NULLS LAST LIMIT ${cellLimit + 1}`;
  return { text, values: cells.values };
}
