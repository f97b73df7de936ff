import type { Client } from 'pg';

/** By column names; bigints as decimal text. */
export type Row = Record<string, unknown>;

export async function insertRows(client: Client, table: string, rows: readonly Row[]): Promise<void> {
  const text = JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  await client.query(`INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(null::"${table}", $1)`, [text]);
}
