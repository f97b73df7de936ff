import type { CopyValue } from './tableColumns';

const SPECIAL = /[\\\t\n\r]/;

/** One line of Postgres' COPY text format, its line break included. */
export function encodeCopyRow(row: Readonly<Record<string, CopyValue>>, columns: readonly string[]): string {
  let line = '';
  for (let i = 0; i < columns.length; i++) {
    if (i > 0) line += '\t';
    line += encode(row[columns[i]!] ?? null);
  }
  return line + '\n';
}

function encode(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escape(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? escape(JSON.stringify(value)) : value.toString();
}

function escape(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}
