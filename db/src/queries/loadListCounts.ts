import { type ListQuery, listConditions } from './ListQuery';
import type { ReadDatabase } from './ReadDatabase';
import { sql, sqlLiteral } from './sql';

/** How many rows a list has. */
export interface ListCount {
  readonly count: number;
  /** The count is what the planner of Postgres expects, because the list is too long to be counted. */
  readonly isEstimate: boolean;
}

const MAX_INT4 = 0x7fffffff;

/** How long the list is for each parent, in the order of `parentIds`. */
export async function loadListCounts<Row extends object>(
  db: ReadDatabase,
  list: ListQuery<Row>,
  parentIds: readonly string[],
): Promise<ListCount[]> {
  const rows = await db.load<{ count: number }>(sql`
    SELECT (SELECT count(*) FROM (
      SELECT FROM ${sqlLiteral(list.source.from)} WHERE ${listConditions(list)} LIMIT ${list.maxExactCount + 1}
    ) AS member)::int AS count
    FROM unnest(${parentIds}::text[]) WITH ORDINALITY AS parent(id, position)
    ORDER BY parent.position`);
  return Promise.all(
    rows.map(async ({ count }, index) =>
      count <= list.maxExactCount
        ? { count, isEstimate: false }
        : { count: await loadEstimate(db, list, parentIds[index] ?? ''), isEstimate: true },
    ),
  );
}

/** Never less than what was counted, nor more than GraphQL has integers for. */
async function loadEstimate<Row extends object>(
  db: ReadDatabase,
  list: ListQuery<Row>,
  parentId: string,
): Promise<number> {
  const [plan] = await db.load<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(sql`
    EXPLAIN (FORMAT JSON) SELECT FROM (SELECT ${parentId}::text AS id) AS parent
    CROSS JOIN ${sqlLiteral(list.source.from)} WHERE ${listConditions(list)}`);
  const rowCount = Math.round(plan?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0);
  return Math.min(Math.max(rowCount, list.maxExactCount + 1), MAX_INT4);
}
