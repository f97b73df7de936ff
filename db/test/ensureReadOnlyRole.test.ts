import { RoleNameError, ensureReadOnlyRole } from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let database: TestDatabase;
let reader: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  reader = new Client({ connectionString: await database.createReadOnlyUrl() });
  await reader.connect();
});
afterAll(async () => {
  await reader.end();
  await database.close();
});

async function getSqlState(sql: string): Promise<string> {
  try {
    await reader.query(sql);
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';

describe('the read-only role', () => {
  it('reads every public table and the indexed height', async () => {
    expect(await getSqlState('select * from inference')).toBe('done');
    expect(await getSqlState('select * from reconciliation')).toBe('done');
    expect(await getSqlState('select height from squid_processor.status')).toBe('done');
  });

  it('reads tables made later', async () => {
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    await admin.query('create table later (id int)');
    await admin.end();
    expect(await getSqlState('select * from later')).toBe('done');
  });

  it('cannot write, not even after it asks for a read-write session', async () => {
    await reader.query('set default_transaction_read_only = off');
    for (const sql of [
      `insert into account values ('0x', 1)`,
      `update account set id = '1'`,
      'delete from account',
      'truncate account',
      'drop table account',
      'create table mine (id int)',
      'create temporary table mine (id int)',
      `select setval('migrations_id_seq', 1)`,
      `copy account to program 'true'`,
      'create role friend',
      'insert into squid_processor.status values (1, 1)',
    ]) {
      expect.soft(await getSqlState(sql), sql).toBe(INSUFFICIENT_PRIVILEGE);
    }
  });

  it('has a statement timeout', async () => {
    const { rows } = await reader.query('show statement_timeout');
    expect(rows[0].statement_timeout).toBe('15s');
  });

  it('changes its password when called again', async () => {
    const role = new URL(await database.createReadOnlyUrl()).username;
    const url = await ensureReadOnlyRole(database.url, { role, password: `it's "new" & 100%` });
    const again = new Client({ connectionString: url });
    await again.connect();
    expect((await again.query('select current_user as user')).rows[0].user).toBe(role);
    await again.end();
  });

  it('refuses names that are not plain identifiers', async () => {
    await expect(ensureReadOnlyRole(database.url, { role: 'a"; drop', password: '' })).rejects.toThrow(RoleNameError);
  });
});
