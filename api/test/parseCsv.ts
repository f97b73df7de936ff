/** RFC 4180: cells by column, one object a row; null is an empty cell without quotes. */
export function parseCsv(text: string): Record<string, string | null>[] {
  const rows: (string | null)[][] = [];
  const cell = /("(?:[^"]|"")*"|[^",\n]*)(,|\n)/gy;
  let row: (string | null)[] = [];
  for (const [, content = '', end] of text.matchAll(cell)) {
    row.push(content === '' ? null : content.startsWith('"') ? content.slice(1, -1).replaceAll('""', '"') : content);
    if (end === '\n') {
      rows.push(row);
      row = [];
    }
  }
  const [names = [], ...entries] = rows;
  return entries.map((cells) => Object.fromEntries(names.map((name, index) => [name!, cells[index] ?? null])));
}
