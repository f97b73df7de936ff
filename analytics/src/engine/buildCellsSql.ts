import type { DuckDBValue } from '@duckdb/node-api';
import {
  AnalyticsColumnError,
  type AnalyticsColumn,
  type AnalyticsScope,
  type BucketRule,
  type TailCell,
} from '@tributary/db';
import { quoteSql } from '../quoteSql.js';
import { getLimbNames, LIMB_COUNT, tableColumns } from '../tableColumns.js';

/** SQL with the values that it names. */
export interface PartitionSql {
  text: string;
  values: Record<string, DuckDBValue>;
}

export interface CellsOptions {
  scope: AnalyticsScope;
  bucket: BucketRule | null;
  /** Keep accounts apart. */
  isDistinct: boolean;
  /** Paths of the partitions' files of the scope's table, one at least. */
  paths: readonly string[];
  /** Limbs of an amount that are ever above 0 in these files. */
  limbCount: number;
  /** What Postgres adds to them. */
  tail: readonly TailCell[];
}

const LIMB_BITS = 64n;
const LIMB_MASK = (1n << LIMB_BITS) - 1n;

/**
 * Rows of the files and cells of the tail as one set of cells: columns `bucket`, `key` (as in `buildFactsSql` of db),
 * `account` (null unless kept apart), `n` and the limbs' sums `s0` to `s3`, HUGEINT: exact up to 2^63 rows.
 */
export function buildCellsSql(options: CellsOptions): PartitionSql {
  const { scope, bucket, isDistinct, paths, limbCount } = options;
  const values: Record<string, DuckDBValue> = { tail: formatTail(options.tail) };
  const column = (name: AnalyticsColumn): string => getColumn(scope, name);
  const { group, start } = buildBucket(bucket);
  // A constant would be hashed for every row: what is not asked for is added to the groups.
  const groups = [
    `${group} AS b`,
    ...(scope.groupBy === null ? [] : [`${column(scope.groupBy)} AS g`]),
    ...(isDistinct ? [`${column('account')} AS a`] : []),
  ];
  const key = scope.groupBy === null ? `'n'` : `coalesce('v' || g, 'n')`;
  const account = isDistinct ? 'a' : 'NULL::VARCHAR';
  const sums = Array.from({ length: LIMB_COUNT }, (_, limb) => `${sumLimb(scope, limb, limbCount)} AS s${limb}`);
  const files = paths.map(quoteSql).join(', ');
  const text = `
    SELECT bucket, key, account, sum(n) AS n, sum(s0) AS s0, sum(s1) AS s1, sum(s2) AS s2, sum(s3) AS s3
    FROM (
      SELECT ${start} AS bucket, ${key} AS key, ${account} AS account, n, s0, s1, s2, s3 FROM (
        SELECT ${groups.join(', ')}, count(*)::HUGEINT AS n, ${sums.join(', ')}
        FROM read_parquet([${files}]) WHERE ${buildConditions(scope, values)} GROUP BY ALL)
      UNION ALL
      SELECT unnest(from_json($tail, '[{"bucket": "BIGINT", "key": "VARCHAR", "account": "VARCHAR", "n": "HUGEINT",
        "s0": "HUGEINT", "s1": "HUGEINT", "s2": "HUGEINT", "s3": "HUGEINT"}]'), recursive := true))
    GROUP BY ALL`;
  return { text, values };
}

function getColumn({ table }: AnalyticsScope, name: AnalyticsColumn): string {
  const column = tableColumns[table].named[name];
  if (column === undefined) throw new AnalyticsColumnError({ table, column: name });
  return column;
}

/**
 * What rows are grouped by, as cheap as it can be for ten million of them, and what the group `b` is called then: where it
 * starts. Places are never negative, and division rounds towards 0. Numbers stand in the text, so that DuckDB can skip row groups.
 */
function buildBucket(bucket: BucketRule | null): { group: string; start: string } {
  if (bucket === null) return { group: '0::BIGINT', start: 'b' };
  const { unit, width, offset } = bucket;
  const place = unit === 'blocks' ? 'block_number::BIGINT' : 'time_seconds';
  if (offset === 0) return { group: `${place} // ${toInteger(width)}`, start: `b * ${toInteger(width)}` };
  const first = offset - width;
  return {
    group: `(${place} - ${toInteger(first)}) // ${toInteger(width)}`,
    start: `b * ${toInteger(width)} + ${toInteger(first)}`,
  };
}

function sumLimb(scope: AnalyticsScope, limb: number, limbCount: number): string {
  const { amount } = tableColumns[scope.table];
  if (scope.amount === 'wei' && amount !== null) {
    return limb < limbCount ? `sum(${getLimbNames(amount)[limb]})::HUGEINT` : '0::HUGEINT';
  }
  if (limb > 0) return '0::HUGEINT';
  return scope.amount === 'wrong'
    ? `count(*) FILTER (WHERE ${getColumn(scope, 'verdict')} <> 'MATCHED')::HUGEINT`
    : 'count(*)::HUGEINT';
}

function buildConditions(scope: AnalyticsScope, values: Record<string, DuckDBValue>): string {
  const { fromBlock, toBlock, fromSeconds, toSeconds } = scope.range;
  const conditions = scope.conditions.map(({ column, values: wanted, isExcluded }, index) => {
    const names = wanted.map((value, place) => {
      values[`c${index}_${place}`] = value;
      return `$c${index}_${place}`;
    });
    const isOneOf = names.length === 0 ? 'FALSE' : `${getColumn(scope, column)} IN (${names.join(', ')})`;
    return isExcluded ? `(${isOneOf}) IS NOT TRUE` : isOneOf;
  });
  if (fromBlock !== undefined) conditions.push(`block_number >= ${toInteger(fromBlock)}`);
  if (toBlock !== undefined) conditions.push(`block_number <= ${toInteger(toBlock)}`);
  if (fromSeconds !== undefined) conditions.push(`time_seconds >= ${toInteger(fromSeconds)}`);
  if (toSeconds !== undefined) conditions.push(`time_seconds < ${toInteger(toSeconds)}`);
  return conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
}

function toInteger(number: number): string {
  if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is no whole number; check it before asking`);
  return `(${number})`;
}

/** Decimal text, as no number of JSON holds a limb. The last limb holds all that is left. */
function formatTail(tail: readonly TailCell[]): string {
  return JSON.stringify(
    tail.map(({ bucket, key, account, count, amount }) => ({
      ...{ bucket: String(bucket), key, account, n: String(count) },
      s0: String(amount & LIMB_MASK),
      s1: String((amount >> LIMB_BITS) & LIMB_MASK),
      s2: String((amount >> (2n * LIMB_BITS)) & LIMB_MASK),
      s3: String(amount >> (3n * LIMB_BITS)),
    })),
  );
}
