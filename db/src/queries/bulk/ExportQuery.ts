import { selectList } from '../EntitySource';
import type { ListDefinition } from '../ListDefinition';
import { buildList } from '../buildList';
import { listConditions, type SortKey } from '../ListQuery';
import { joinSql, type SqlText, sql, sqlLiteral } from '../sql';

/** Which rows of a list are exported. */
export interface ExportRange {
  /** As in the API; see buildList. */
  readonly filter: unknown;
  /** Only what stands in this block or below; null where the list has no blocks. */
  readonly asOfBlock: number | null;
  /** Values of the sort keys of the row after which to go on. */
  readonly after: readonly string[] | null;
  /** Rows at most; null: all. */
  readonly limit: number | null;
}

/** A list as an export has it: all of it, in an order that new rows only add to. */
export interface ExportList {
  readonly definition: ListDefinition<object>;
  readonly keys: readonly SortKey[];
  /** Whether the first key is the height of a block, so that `asOfBlock` means something. */
  readonly isByBlock: boolean;
}

/** The column that names a row's place. */
export const CURSOR_COLUMN = 'cursor';

export function getExportList(definition: ListDefinition<object>): ExportList {
  const { orders, isRoot, source } = definition;
  const order = orders['OLDEST'] ?? Object.values(orders).find(({ isAscending }) => isAscending);
  // Lists that are only read by parent may have several rows at one place.
  const tie: readonly SortKey[] = isRoot ? [] : [{ expression: source.key, type: 'text' }];
  return { definition, keys: [...(order?.keys ?? []), ...tie], isByBlock: 'OLDEST' in orders };
}

/** The rows with their fields as the list has them (`id` as `key`: the id within the ledger), before they are written. */
export function buildExportRows(list: ExportList, range: ExportRange): SqlText {
  const { definition, keys } = list;
  const query = buildList(definition, {
    filter: range.filter,
    order: Object.entries(definition.orders).find(([, { isAscending }]) => isAscending)?.[0],
  });
  const lead = keys[0]?.expression ?? 'NULL';
  const bounds: SqlText[] = [];
  if (range.asOfBlock !== null) bounds.push(sql`${sqlLiteral(lead)} <= ${range.asOfBlock}::int`);
  if (range.after !== null) {
    const values = keys.map((key, index) => sql`${range.after?.[index] ?? null}::${sqlLiteral(key.type)}`);
    const expressions = keys.map(({ expression }) => expression).join(', ');
    bounds.push(sql`(${sqlLiteral(expressions)}) > (${joinSql(values, ', ')})`);
  }
  const place = keys.map(({ expression }) => `${expression}::text`).join(` || '-' || `);
  const order = keys.map(({ expression }) => expression).join(', ');
  return sql`SELECT ${sqlLiteral(place)} AS "${sqlLiteral(CURSOR_COLUMN)}", ${selectList(renameId(query.source))}
    FROM ${sqlLiteral(query.source.from)} WHERE ${listConditions(query, bounds)}
    ORDER BY ${sqlLiteral(order)} ${range.limit === null ? sql`` : sql`LIMIT ${range.limit}`}`;
}

/** In the API `id` is the global id; what the ledger calls a row is another thing and has another name. */
function renameId(source: ListDefinition<object>['source']): ListDefinition<object>['source'] {
  const columns = Object.entries(source.columns as Readonly<Record<string, string>>).map(([field, expression]) => [
    field === 'id' ? 'key' : field,
    expression,
  ]);
  return { ...source, columns: Object.fromEntries(columns) as typeof source.columns };
}
