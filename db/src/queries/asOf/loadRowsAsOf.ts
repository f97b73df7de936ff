import { type EntitySource, selectList } from '../EntitySource';
import type { ReadDatabase } from '../ReadDatabase';
import { sql, sqlLiteral } from '../sql';
import { rowHistories } from './rowHistories';

/** Columns that tell when a row was recorded, by the name that its source gives them. */
const RECORDED_AT = ['blockNumber', 'number', 'firstSeenBlockNumber'] as const;

/** Whether the rows of a source are facts of the chain, which have a block. */
export function isChainSource<Row extends object>(source: EntitySource<Row>): boolean {
  return recordedAtOf(source) !== null;
}

/**
 * The rows with these keys as they were after block `blockNumber`, in the order of the keys; null where there was none yet, and
 * for sources that are no facts of the chain. `kind` is the name of the type, as in {@link rowHistories}.
 */
export async function loadRowsAsOf<Row extends object>(
  db: ReadDatabase,
  kind: string,
  source: EntitySource<Row>,
  blockNumber: number,
  keys: readonly string[],
): Promise<(Row | null)[]> {
  const recordedAt = recordedAtOf(source);
  if (recordedAt === null) return keys.map(() => null);
  const rows = await db.load<Row & { sourceKey: string }>(sql`
    SELECT ${sqlLiteral(source.key)} AS "sourceKey", ${selectList(source)}
    FROM (SELECT ${blockNumber}::int AS number) AS asked CROSS JOIN ${sqlLiteral(fromOf(kind, source))}
    WHERE ${sqlLiteral(source.key)} = ANY(${keys}::text[]) AND ${sqlLiteral(recordedAt)} <= asked.number`);
  const byKey = new Map(rows.map((row) => [row.sourceKey, row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

function recordedAtOf<Row extends object>(source: EntitySource<Row>): string | null {
  const columns = new Map(Object.entries<string>(source.columns));
  return RECORDED_AT.map((field) => columns.get(field)).find((expression) => expression !== undefined) ?? null;
}

/** The rows with what came later taken away again, under the alias that the source's expressions use. */
function fromOf(kind: string, source: EntitySource<object>): string {
  const history = Object.hasOwn(rowHistories, kind) ? rowHistories[kind] : undefined;
  if (history === undefined) return source.from;
  const later = history.endings.map(({ since, columns }) => {
    const emptied = JSON.stringify(Object.fromEntries(columns.map((column) => [column, null])));
    return `CASE WHEN base.${since} > asked.number THEN '${emptied}'::jsonb ELSE '{}' END`;
  });
  const changes = [...later, ...(history.recomputed === undefined ? [] : [history.recomputed])].join(' || ');
  return `${history.table} AS base CROSS JOIN LATERAL jsonb_populate_record(base, ${changes}) AS ${history.alias}`;
}
