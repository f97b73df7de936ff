import { type EntitySource, selectList } from './EntitySource';
import type { ReadDatabase } from './ReadDatabase';
import { sql, sqlLiteral } from './sql';

/** A small ordered set of rows that belongs to a parent and is always read whole, or up to a limit. */
export interface GroupQuery<Row extends object> {
  readonly source: EntitySource<Row>;
  /** Expression that equals the parent's id. */
  readonly parentKey: string;
  readonly orderBy: string;
}

/** For each parent its first `limit` rows, in the order of `parentIds`. */
export async function loadGroups<Row extends object>(
  db: ReadDatabase,
  group: GroupQuery<Row>,
  limit: number,
  parentIds: readonly string[],
): Promise<Row[][]> {
  const rows = await db.load<Row & { parentId: string }>(sql`
    SELECT parent.id AS "parentId", member.*
    FROM unnest(${parentIds}::text[]) AS parent(id)
    CROSS JOIN LATERAL (
      SELECT ${selectList(group.source)}, row_number() OVER (ORDER BY ${sqlLiteral(group.orderBy)}) AS "memberNumber"
      FROM ${sqlLiteral(group.source.from)} WHERE ${sqlLiteral(group.parentKey)} = parent.id
      ORDER BY ${sqlLiteral(group.orderBy)} LIMIT ${limit}
    ) AS member
    ORDER BY parent.id, member."memberNumber"`);
  const byParent = Map.groupBy(rows, (row) => row.parentId);
  return parentIds.map((parentId) => byParent.get(parentId) ?? []);
}
