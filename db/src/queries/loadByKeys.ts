import { type EntitySource, selectList } from './EntitySource';
import type { ReadDatabase } from './ReadDatabase';
import { sql, sqlLiteral } from './sql';

/** The rows with these keys, in the order of the keys; null where there is none. */
export async function loadByKeys<Row extends object>(
  db: ReadDatabase,
  source: EntitySource<Row>,
  keys: readonly string[],
): Promise<(Row | null)[]> {
  const rows = await db.load<Row & { sourceKey: string }>(sql`
    SELECT ${sqlLiteral(source.key)} AS "sourceKey", ${selectList(source)}
    FROM ${sqlLiteral(source.from)} WHERE ${sqlLiteral(source.key)} = ANY(${keys}::text[])`);
  const byKey = new Map(rows.map((row) => [row.sourceKey, row]));
  return keys.map((key) => byKey.get(key) ?? null);
}
