import { escapeIdentifier, type Client } from 'pg';
import { LedgerNotEmptyError, SeedRoleError } from './errors';

/**
 * Throws unless all of the tables are empty and squid has read no block.
 *
 * @throws LedgerNotEmptyError
 */
export async function assertEmptyLedger(client: Client, tables: readonly string[]): Promise<void> {
  const questions = [
    `select 'ledger_origin' as "table" where exists(select from ledger_origin)`,
    ...tables.map((table) => `select '${table}' where exists(select from ${escapeIdentifier(table)})`),
    `select 'squid_processor.status' where exists(select from squid_processor.status where height >= 0)`,
  ];
  const { rows } = await client.query<{ table: string }>(`${questions.join(' union all ')}`);
  const [first] = rows;
  if (first) {
    const isSynthetic = rows.some(({ table }) => table === 'ledger_origin');
    throw new LedgerNotEmptyError({ table: first.table, isSynthetic });
  }
}

/** @throws SeedRoleError */
export async function assertSuperuser(client: Client): Promise<void> {
  const { rows } = await client.query<{ role: string; isSuperuser: boolean }>(
    `select rolname as role, rolsuper as "isSuperuser" from pg_roles where rolname = current_user`,
  );
  const { role, isSuperuser } = rows[0]!;
  if (!isSuperuser) throw new SeedRoleError({ role });
}
