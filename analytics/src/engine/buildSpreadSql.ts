import type { PartitionSql } from './buildCellsSql.js';
import { CARRIED_LIMBS, withExactAmount } from './exactAmountSql.js';

/** A row of the answer: sums of limbs, `a` of amounts, `w` of number × amount, `t` of the richest hundredth. */
export type SpreadRow = { decade: number; groupCount: bigint } & Record<`${'a' | 'w' | 't'}${number}`, bigint>;

const HEX_DIGITS = 16 * CARRIED_LIMBS;

/** 10^0, 10^1 … as sortable digits, upper case as DuckDB writes them, up to what the limbs hold. */
const decades = Array.from({ length: 97 }, (_, decade) => {
  const hex = (10n ** BigInt(decade)).toString(16).toUpperCase();
  return hex.length > HEX_DIGITS ? [] : [`(${decade}, '${hex.padStart(HEX_DIGITS, '0')}')`];
}).flat();

/** The same question as `loadAnalyticsSpread` of db asks Postgres, of cells. */
export function buildSpreadSql(cells: PartitionSql): PartitionSql {
  const limbs = Array.from({ length: CARRIED_LIMBS }, (_, limb) => limb);
  const sums = limbs.flatMap((limb) => [
    `sum(r${limb})::HUGEINT AS a${limb}`,
    `sum(number::HUGEINT * r${limb}::HUGEINT)::HUGEINT AS w${limb}`,
    `coalesce(sum(r${limb}) FILTER (WHERE number > size - (size + 99) // 100), 0)::HUGEINT AS t${limb}`,
  ]);
  const totals = 'SELECT key, sum(s0) AS s0, sum(s1) AS s1, sum(s2) AS s2, sum(s3) AS s3 FROM cell GROUP BY key';
  const text = `
    WITH cell AS (SELECT * FROM (${cells.text}) WHERE key <> 'n'),
    decade AS (SELECT * FROM (VALUES ${decades.join(', ')}) AS power(decade, least)),
    numbered AS (
      SELECT *, row_number() OVER (ORDER BY hex) AS number, count(*) OVER () AS size
      FROM (${withExactAmount(totals, 'key')}) WHERE hex > '${'0'.repeat(HEX_DIGITS)}')
    SELECT decade, count(*)::HUGEINT AS "groupCount", ${sums.join(', ')}
    FROM numbered ASOF JOIN decade ON numbered.hex >= decade.least GROUP BY decade ORDER BY decade`;
  return { text, values: cells.values };
}
