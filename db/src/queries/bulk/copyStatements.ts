import type { ExportColumn } from './ExportColumn';
import { joinSql, type SqlText, sql, sqlLiteral } from '../sql';

/**
 * What a spreadsheet takes for the start of a formula, also in full width. Such a cell gets an apostrophe before it, which
 * shows it as text (OWASP, CSV injection).
 */
const FORMULA_STARTS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

const ISO_TIME = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** CSV (RFC 4180) with a header. Null is an empty cell, the empty text is "". */
export function buildCsvCopy(rows: SqlText, columns: readonly ExportColumn[]): SqlText {
  const guarded = columns.map((column) =>
    column.type === 'text' || column.type === 'json' ? guard(column) : plain(column),
  );
  return sql`COPY (SELECT ${joinSql(guarded, ', ')} FROM (${rows}) AS row) TO STDOUT (FORMAT csv, HEADER)`;
}

/** The same without apostrophes, for programs that know no formulas. */
export function buildPlainCopy(rows: SqlText, columns: readonly ExportColumn[]): SqlText {
  const cells = columns.map(plain);
  return sql`COPY (SELECT ${joinSql(cells, ', ')} FROM (${rows}) AS row) TO STDOUT (FORMAT csv, HEADER)`;
}

/**
 * One JSON object a line; exact integers as decimal text. JSON holds no control character, so a CSV of one column whose
 * delimiter and quote are such characters is the bare text.
 */
export function buildNdjsonCopy(rows: SqlText, columns: readonly ExportColumn[]): SqlText {
  const members = columns.map((column) => {
    const cell = sqlLiteral(`row."${column.name}"`);
    if (column.type === 'exact') return sql`${cell}::text AS ${name(column)}`;
    if (column.type === 'json') return sql`${cell}::jsonb AS ${name(column)}`;
    return column.type === 'time' ? plain(column) : sql`${cell} AS ${name(column)}`;
  });
  return sql`COPY (SELECT row_to_json(line) FROM (SELECT ${joinSql(members, ', ')} FROM (${rows}) AS row) AS line)
    TO STDOUT (FORMAT csv, DELIMITER ${sqlLiteral(`E'\\x02'`)}, QUOTE ${sqlLiteral(`E'\\x01'`)})`;
}

function plain(column: ExportColumn): SqlText {
  const cell = sqlLiteral(`row."${column.name}"`);
  if (column.type === 'time')
    return sql`to_char(${cell} AT TIME ZONE 'UTC', ${sqlLiteral(ISO_TIME)}) AS ${name(column)}`;
  if (column.type === 'boolean') return sql`${cell}::text AS ${name(column)}`;
  if (column.type === 'json') return sql`${cell}::jsonb::text AS ${name(column)}`;
  return sql`${cell} AS ${name(column)}`;
}

function guard(column: ExportColumn): SqlText {
  const cell = sqlLiteral(column.type === 'json' ? `row."${column.name}"::jsonb::text` : `row."${column.name}"::text`);
  return sql`CASE WHEN left(${cell}, 1) = ANY(${FORMULA_STARTS}::text[]) THEN '''' || ${cell} ELSE ${cell} END AS ${name(column)}`;
}

/** Field names of this source tree: letters and digits. */
function name(column: ExportColumn): SqlText {
  return sqlLiteral(`"${column.name}"`);
}
