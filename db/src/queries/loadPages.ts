import { selectList } from './EntitySource';
import { type ListQuery, listConditions, type SortKeyValues } from './ListQuery';
import type { ReadDatabase } from './ReadDatabase';
import { joinSql, type SqlText, sql, sqlLiteral } from './sql';

/** Which rows of a list: `size` rows after `after` and before `before`, from the front or (backward) from the end. */
export interface PageRequest {
  readonly size: number;
  readonly backward: boolean;
  readonly after: SortKeyValues | null;
  readonly before: SortKeyValues | null;
}

export interface PageEntry<Row> {
  readonly keys: SortKeyValues;
  readonly row: Row;
}

/** Entries are in list order whatever the direction. */
export interface Page<Row> {
  readonly entries: readonly PageEntry<Row>[];
  /** There are more rows beyond the page in the direction of reading. */
  readonly hasMore: boolean;
}

/** One keyset page per parent, in the order of `parentIds`; a list without parent takes exactly one id, any text. */
export async function loadPages<Row extends object>(
  db: ReadDatabase,
  list: ListQuery<Row>,
  request: PageRequest,
  parentIds: readonly string[],
): Promise<Page<Row>[]> {
  const direction = request.backward === list.isAscending ? 'DESC' : 'ASC';
  const [beyond, ahead] = list.isAscending ? (['>', '<'] as const) : (['<', '>'] as const);
  const bounds: SqlText[] = [];
  if (request.after) bounds.push(compareKeys(list, beyond, request.after));
  if (request.before) bounds.push(compareKeys(list, ahead, request.before));
  const keys = list.order.map((key, index) => `${key.expression} AS "key${index}"`).join(', ');
  const innerOrder = list.order.map((key) => `${key.expression} ${direction}`).join(', ');
  const outerOrder = list.order.map((_, index) => `page."key${index}" ${direction}`).join(', ');

  const rows = await db.load<Row & Record<string, unknown> & { parentPosition: number }>(sql`
    SELECT parent.position::int AS "parentPosition", page.*
    FROM unnest(${parentIds}::text[]) WITH ORDINALITY AS parent(id, position)
    CROSS JOIN LATERAL (
      SELECT ${selectList(list.source)}, ${sqlLiteral(keys)}
      FROM ${sqlLiteral(list.source.from)} WHERE ${listConditions(list, bounds)}
      ORDER BY ${sqlLiteral(innerOrder)} LIMIT ${request.size + 1}
    ) AS page
    ORDER BY parent.position, ${sqlLiteral(outerOrder)}`);

  const byParent = Map.groupBy(rows, (row) => row.parentPosition);
  return parentIds.map((_, index) => {
    const found = byParent.get(index + 1) ?? [];
    const entries = found.slice(0, request.size).map((row) => ({ row: row as Row, keys: getKeys(list, row) }));
    return { entries: request.backward ? entries.reverse() : entries, hasMore: found.length > request.size };
  });
}

/** Rows on one side of a place. */
function compareKeys<Row extends object>(list: ListQuery<Row>, operator: '<' | '>', values: SortKeyValues): SqlText {
  const expressions = list.order.map((key) => key.expression).join(', ');
  const places = list.order.map((key, index) => sql`${values[index] ?? null}::${sqlLiteral(key.type)}`);
  return sql`(${sqlLiteral(expressions)}) ${sqlLiteral(operator)} (${joinSql(places, ', ')})`;
}

function getKeys<Row extends object>(list: ListQuery<Row>, row: Record<string, unknown>): SortKeyValues {
  return list.order.map((key, index) => {
    const value = row[`key${index}`];
    return key.type === 'int' ? Number(value) : String(value);
  });
}
