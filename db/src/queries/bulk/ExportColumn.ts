/** How a value is written: text, a number as JSON has it, an exact integer, a moment, true or false, or JSON. */
export type ExportType = 'text' | 'number' | 'integer' | 'exact' | 'time' | 'boolean' | 'json';

/** A column of an export. */
export interface ExportColumn {
  readonly name: string;
  readonly type: ExportType;
}

const TYPES: ReadonlyMap<number, ExportType> = new Map([
  [16, 'boolean'],
  [20, 'exact'],
  [21, 'integer'],
  [23, 'integer'],
  [700, 'number'],
  [701, 'number'],
  [1700, 'exact'],
  [1184, 'time'],
  [114, 'json'],
  [3802, 'json'],
]);

/** By the number that Postgres has for a type; text for all others. */
export function exportTypeOf(typeOid: number): ExportType {
  return TYPES.get(typeOid) ?? 'text';
}
