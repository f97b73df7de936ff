import { type ListQuery, listConditions } from './ListQuery';
import type { ReadDatabase } from './ReadDatabase';
import { sql, sqlLiteral } from './sql';

/** How many rows the list has for each parent, in the order of `parentIds`. Exact, so it reads all of them. */
export async function loadListCounts<Row extends object>(
  db: ReadDatabase,
  list: ListQuery<Row>,
  parentIds: readonly string[],
): Promise<number[]> {
  const rows = await db.load<{ count: number }>(sql`
    SELECT (SELECT count(*) FROM ${sqlLiteral(list.source.from)} WHERE ${listConditions(list)})::int AS count
    FROM unnest(${parentIds}::text[]) WITH ORDINALITY AS parent(id, position)
    ORDER BY parent.position`);
  return rows.map((row) => row.count);
}
