/** The role of the API against every way to write that Postgres has, with the protection of the session taken off. */
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillLedger } from './ledger.js';

let database: TestDatabase;
let reader: Client;
let admin: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  await fillLedger(database.url, 3);
  admin = new Client({ connectionString: database.url });
  await admin.connect();
  reader = new Client({ connectionString: await database.createReadOnlyUrl() });
  await reader.connect();
  // Whoever could send SQL would begin with this.
  await reader.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE');
  await reader.query('SET default_transaction_read_only = off');
});
afterAll(async () => {
  await reader?.end();
  await admin?.end();
  await database?.close();
});

const digest = async (): Promise<unknown> => {
  const { rows: tables } = await admin.query<{ name: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(relname) AS name FROM pg_stat_user_tables ORDER BY 1`,
  );
  const counts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*) FROM ${name}`).join(' UNION ALL ');
  return [tables, (await admin.query(counts)).rows];
};

describe('the role of the API', () => {
  it('can read', async () => {
    expect((await reader.query('SELECT id FROM inference')).rowCount).toBe(3);
  });

  it.each([
    `INSERT INTO account (id) VALUES ('0x1')`,
    `UPDATE payout SET amount_wei = 0`,
    `DELETE FROM payout`,
    `TRUNCATE payout`,
    `MERGE INTO account USING (SELECT '0x1' AS id) AS s ON account.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)`,
    `WITH gone AS (DELETE FROM payout RETURNING id) SELECT count(*) FROM gone`,
    `SELECT id FROM payout FOR UPDATE`,
    `DO $$ BEGIN LOCK TABLE payout IN EXCLUSIVE MODE; END $$`,
    `CREATE TABLE mine (a int)`,
    `CREATE TEMPORARY TABLE mine (a int)`,
    `SELECT 1 AS a INTO mine`,
    `CREATE VIEW mine AS SELECT 1`,
    `CREATE SCHEMA mine`,
    `CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    `CREATE EXTENSION dblink`,
    `ALTER TABLE payout ADD COLUMN a int`,
    `DROP TABLE payout`,
    `COPY account FROM STDIN`,
    `COPY payout TO '/tmp/payout.csv'`,
    `COPY payout TO PROGRAM 'cat'`,
    `SELECT lo_create(4711)`,
    `SELECT lo_import('/etc/passwd')`,
    `SELECT lo_from_bytea(4711, 'x')`,
    `SELECT pg_read_file('/etc/passwd')`,
    `SELECT pg_ls_dir('.')`,
    `SELECT query_to_xml('DELETE FROM payout RETURNING id', true, true, '')`,
    `SELECT set_config('role', 'postgres', false)`,
    `SET ROLE postgres`,
    `SET SESSION AUTHORIZATION postgres`,
    `ALTER ROLE CURRENT_USER SUPERUSER`,
    `ALTER SYSTEM SET log_connections = on`,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> current_user AND usename IS NOT NULL`,
    `SELECT pg_reload_conf()`,
    `SELECT pg_switch_wal()`,
    `SELECT pg_create_restore_point('x')`,
    `DO $$ BEGIN DELETE FROM payout; END $$`,
    `CALL nothing()`,
    `REFRESH MATERIALIZED VIEW nothing`,
    `SELECT rolpassword FROM pg_authid`,
  ])('cannot: %s', async (statement) => {
    const before = await digest();
    await expect(reader.query(statement)).rejects.toThrow(
      /permission denied|must be|does not exist|not allowed|large object|is not supported/,
    );
    expect(await digest()).toEqual(before);
  });

  it('owns nothing, belongs to nobody, and may execute nothing that runs as somebody else', async () => {
    const ask = async (text: string) => (await reader.query(text)).rows as unknown[];
    expect(await ask(`SELECT relname FROM pg_class WHERE relowner = current_user::regrole`)).toEqual([]);
    expect(await ask(`SELECT roleid::regrole FROM pg_auth_members WHERE member = current_user::regrole`)).toEqual([]);
    expect(
      await ask(`SELECT p.oid::regprocedure FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
        WHERE prosecdef AND has_function_privilege(p.oid, 'execute') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`),
    ).toEqual([]);
    expect(
      await ask(`SELECT c.oid::regclass, privilege FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        CROSS JOIN unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
        WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND has_table_privilege(c.oid, privilege)`),
    ).toEqual([]);
    expect(
      await ask(`SELECT c.oid::regclass FROM pg_class AS c WHERE c.relkind = 'S'
        AND (has_sequence_privilege(c.oid, 'USAGE') OR has_sequence_privilege(c.oid, 'UPDATE'))`),
    ).toEqual([]);
    expect(await ask(`SELECT nspname FROM pg_namespace WHERE has_schema_privilege(oid, 'CREATE')`)).toEqual([]);
  });
});
