import type { ReadDatabase } from '../ReadDatabase';
import { sql } from '../sql';
import type { SpreadQuestion } from './AnalyticsQuestion';
import { type AnalyticsState, buildStateSql, NO_PARTITIONS } from './AnalyticsState';
import { buildFactsSql } from './buildFactsSql';

/** The groups whose amounts have the same number of decimal digits. Groups are numbered from the poorest, 1. */
export interface SpreadDecade {
  /** Amounts from 10^decade up to below 10^(decade + 1). */
  decade: number;
  groupCount: bigint;
  amount: bigint;
  /** Sum of number × amount. */
  weightedAmount: bigint;
  /** Of the richest hundredth of all groups, rounded up. */
  topAmount: bigint;
}

export interface AnalyticsSpread {
  state: AnalyticsState;
  /** From the poorest. Groups without a name, and those with nothing, are left out. */
  decades: SpreadDecade[];
}

/** From Postgres alone. */
export async function loadAnalyticsSpread(db: ReadDatabase, question: SpreadQuestion): Promise<AnalyticsSpread> {
  const rows = await db.load<AnalyticsState & (SpreadDecade | { decade: null })>(sql`
    WITH state AS (${buildStateSql(NO_PARTITIONS)}),
    total AS (
      SELECT key, sum(amount) AS amount FROM (${buildFactsSql(question, null, null)}) AS fact
      WHERE key <> 'n' GROUP BY key HAVING sum(amount) > 0),
    numbered AS (
      SELECT amount, row_number() OVER (ORDER BY amount) AS number, count(*) OVER () AS size FROM total),
    answer AS (
      SELECT length(amount::text) - 1 AS decade, count(*) AS "groupCount", sum(amount) AS amount,
        sum(number * amount) AS "weightedAmount",
        coalesce(sum(amount) FILTER (WHERE number > size - (size + 99) / 100), 0) AS "topAmount"
      FROM numbered GROUP BY 1)
    SELECT state.*, answer.* FROM state LEFT JOIN answer ON TRUE ORDER BY answer.decade`);
  const [first] = rows;
  if (first === undefined) throw new RangeError('the state is one row whatever the groups are');
  const { upToBlock, finalUpToBlock, validToBlock } = first;
  return {
    state: { upToBlock, finalUpToBlock, validToBlock },
    decades: rows.flatMap((row) => {
      if (row.decade === null) return [];
      const { decade, groupCount, amount, weightedAmount, topAmount } = row;
      return [{ decade, groupCount, amount, weightedAmount, topAmount }];
    }),
  };
}
