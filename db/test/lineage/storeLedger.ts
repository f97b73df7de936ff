import type { Pool } from '@tributary/db';
import type { Row, TestLedger } from './buildLedger.js';

/** Referenced tables first. */
const TABLES = [
  ...['account', 'block', 'protocol_event', 'datanet', 'contribution', 'datanet_version', 'model', 'training_run'],
  ...['training_run_input', 'attribution_index', 'inference', 'payout', 'stake', 'stake_event'],
  ...['payout_challenge', 'proposal', 'vote'],
  ...['reconciliation', 'contribution_share'],
];

/** Makes the ledger all that the database holds. */
export async function storeLedger(pool: Pool, { tables }: Pick<TestLedger, 'tables'>): Promise<void> {
  const clear = [...TABLES].reverse().map((table) => `DELETE FROM "${table}"`);
  // Without triggers: nobody listens, and a ledger of its own generator needs no foreign keys checked.
  await pool.query(['BEGIN', 'SET LOCAL session_replication_role = replica', ...clear, 'COMMIT'].join('; '));
  for (const table of TABLES) await insertRows(pool, table, tables[table] ?? []);
}

export async function insertRows(pool: Pool, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const text = JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  await pool.query(`INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(null::"${table}", $1)`, [text]);
}
