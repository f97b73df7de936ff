import { prefixPattern } from '../prefixPattern';
import { type SqlText, sql, sqlLiteral } from '../sql';
import type { FilterField, FilterKind, FilterTest } from './FilterField';

const SQL_TYPES: Readonly<Record<FilterKind, string>> = {
  id: 'text',
  address: 'text',
  hash: 'text',
  text: 'text',
  enum: 'text',
  integer: 'int',
  bigint: 'numeric',
  time: 'timestamptz',
  boolean: 'boolean',
};
const COMPARISONS = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** The condition of one question; a value never becomes part of the text. */
export function buildTestSql(field: FilterField, test: FilterTest, expression = field.expression): SqlText {
  if (field.build) return field.build(test, expression);
  const compared = sqlLiteral(expression);
  const type = sqlLiteral(SQL_TYPES[field.kind]);
  switch (test.operator) {
    case 'isNull':
      return test.value === true ? sql`${compared} IS NULL` : sql`${compared} IS NOT NULL`;
    case 'prefix':
      return sql`lower(${compared}) LIKE lower(${prefixPattern(String(test.value))})`;
    case 'in': {
      const values = test.value as readonly string[] | readonly number[];
      // One value is compared by itself, because only then does an index keep the order of what follows.
      return values.length === 1
        ? sql`${compared} = ${values[0] ?? null}::${type}`
        : sql`${compared} = ANY(${values}::${type}[])`;
    }
    default:
      return sql`${compared} ${sqlLiteral(COMPARISONS[test.operator])} ${test.value}::${type}`;
  }
}
