import { CHAIN_TABLES, createPool } from '@tributary/db';

export type Row = Record<string, unknown>;

/** Every row of every chain table, by table, in the order of their ids. */
export async function loadChainRows(databaseUrl: string): Promise<Record<string, Row[]>> {
  const pool = createPool(databaseUrl, { max: 1 });
  try {
    const tables: Record<string, Row[]> = {};
    for (const table of CHAIN_TABLES) {
      tables[table] = (await pool.query<Row>(`select * from "${table}" order by id collate "C"`)).rows;
    }
    return tables;
  } finally {
    await pool.end();
  }
}
