/** A string literal of DuckDB's SQL. */
export function quoteSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
