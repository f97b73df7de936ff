import { joinSql, sql, sqlLiteral, type SqlText } from '../sql';
import type { AnalyticsScope, BucketRule } from './AnalyticsQuestion';
import { getFactColumn, factTables, type FactTable } from './factTables';

/**
 * The rows that count: columns `bucket`, `key`, `account` and `amount`. A key is `n` for the group of rows without a
 * value, else `v` and the value, so that keys can be compared and joined.
 *
 * @param aboveBlock only rows of later blocks; null for all
 */
export function buildFactsSql(scope: AnalyticsScope, bucket: BucketRule | null, aboveBlock: number | null): SqlText {
  const { table, conditions, range, groupBy } = scope;
  const fact = factTables[table];
  const block = sqlLiteral(fact.blockNumber);
  const time = sqlLiteral(fact.timeSeconds);
  const where = conditions.map(({ column, values, isExcluded }) => {
    const isOneOf = sql`${sqlLiteral(getFactColumn(table, column))} = ANY(${values}::text[])`;
    return isExcluded ? sql`(${isOneOf}) IS NOT TRUE` : isOneOf;
  });
  if (aboveBlock !== null) where.push(sql`${block} > ${aboveBlock}::int`);
  if (range.fromBlock !== undefined) where.push(sql`${block} >= ${range.fromBlock}::int`);
  if (range.toBlock !== undefined) where.push(sql`${block} <= ${range.toBlock}::int`);
  if (range.fromSeconds !== undefined) where.push(sql`${time} >= ${range.fromSeconds}::bigint`);
  if (range.toSeconds !== undefined) where.push(sql`${time} < ${range.toSeconds}::bigint`);

  const key = groupBy === null ? `'n'` : `coalesce('v' || ${getFactColumn(table, groupBy)}, 'n')`;
  return sql`SELECT ${buildBucketSql(bucket, fact)} AS bucket, ${sqlLiteral(key)} AS key,
      ${sqlLiteral(getFactColumn(table, 'account'))} AS account, ${sqlLiteral(getAmountSql(scope))} AS amount
    FROM ${sqlLiteral(fact.from)} WHERE ${where.length === 0 ? sqlLiteral('TRUE') : joinSql(where, ' AND ')}`;
}

function getAmountSql({ table, amount }: AnalyticsScope): string {
  if (amount === 'wrong') return `(${getFactColumn(table, 'verdict')} <> 'MATCHED')::int::numeric`;
  return (amount === 'wei' && factTables[table].amountWei) || '1::numeric';
}

/** Integer division truncates: a width is added first, so that nothing before the offset is rounded up. */
function buildBucketSql(bucket: BucketRule | null, fact: FactTable): SqlText {
  if (bucket === null) return sqlLiteral('0::bigint');
  const place = sqlLiteral(bucket.unit === 'blocks' ? `${fact.blockNumber}::bigint` : fact.timeSeconds);
  const { width, offset } = bucket;
  const first = offset - width;
  return sql`((${place} - ${first}::bigint) / ${width}::bigint * ${width}::bigint + ${first}::bigint)`;
}
