import { encodeCopyRow } from './encodeCopyRow';
import { TABLE_COLUMNS, type SeedRow, type TableName } from './tableColumns';

/** Rows on their way to Postgres, as COPY text by table. Whoever adds rows drains it before it grows large. */
export class RowBuffer {
  readonly #text = new Map<TableName, string>();
  #characterCount = 0;

  /** UTF-16 units held. */
  get size(): number {
    return this.#characterCount;
  }

  add<Table extends TableName>(table: Table, row: SeedRow<Table>): void {
    const line = encodeCopyRow(row, TABLE_COLUMNS[table]);
    this.#text.set(table, (this.#text.get(table) ?? '') + line);
    this.#characterCount += line.length;
  }

  /** Everything held, and forgets it. */
  drain(): Map<TableName, string> {
    const drained = new Map(this.#text);
    this.#text.clear();
    this.#characterCount = 0;
    return drained;
  }
}
