import { type SqlText, sql, sqlLiteral } from '../sql';
import type { FilterTest } from './FilterField';

/**
 * A question about another table: the expression is among the keys that `select` gives, which ends with the column that
 * is compared, as `SELECT c.id FROM contribution c WHERE c.license`.
 */
export function buildMemberSql(select: string): (test: FilterTest, expression: string) => SqlText {
  return ({ value }, expression) => {
    const values = Array.isArray(value) ? (value as string[]) : [String(value)];
    return sql`${sqlLiteral(`${expression} IN (${select}`)} = ANY(${values}::text[]))`;
  };
}
