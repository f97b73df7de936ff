import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyMigrations, getMigrations, getProjectDir } from '@tributary/db';
import { createTestDatabase, type TestDatabase } from '@tributary/db/testing';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';

const FIXTURE = join(getProjectDir(), 'test/fixtures/first-release.sql');

/** Everything that makes up a schema, as Postgres itself writes it; the order of columns apart. */
const SCHEMA_QUESTIONS: Readonly<Record<string, string>> = {
  columns: `select format('%s.%s.%s %s%s default %s', table_schema, table_name, column_name,
      format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end, column_default) as line
    from information_schema.columns
    join pg_attribute a on a.attrelid = format('%I.%I', table_schema, table_name)::regclass and a.attname = column_name
    where table_schema in ('public', 'squid_processor')`,
  constraints: `select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as line
    from pg_constraint where connamespace::regnamespace::text in ('public', 'squid_processor')`,
  indexes: `select indexdef as line from pg_indexes where schemaname in ('public', 'squid_processor')`,
  triggers: `select pg_get_triggerdef(oid) as line from pg_trigger where not tgisinternal`,
  functions: `select pg_get_functiondef(oid) as line from pg_proc where pronamespace = 'public'::regnamespace`,
  views: `select format('%s.%s %s', schemaname, viewname, definition) as line from pg_views where schemaname = 'public'`,
  types: `select format('%s %s', enumtypid::regtype, enumlabel) as line from pg_enum`,
  relations: `select format('%s %s', relkind, oid::regclass) as line from pg_class
    where relnamespace::regnamespace::text in ('public', 'squid_processor')`,
};

interface Table {
  name: string;
  columns: string;
}

let database: TestDatabase;
let client: Client;

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  // pg_dump empties the search path of its session: this one only loads.
  const loader = new Client({ connectionString: database.url });
  await loader.connect();
  await loader.query(readFileSync(FIXTURE, 'utf8'));
  await loader.end();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.close();
});

/** The tables as they are now, and of each the columns as a list for SQL. */
async function loadTables(): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select format('%I.%I', table_schema, table_name) as name,
      string_agg(format('%I::text', column_name), ', ' order by ordinal_position) as columns
    from information_schema.columns
    where table_schema in ('public', 'squid_processor') and table_name <> 'migrations' group by 1 order by 1`);
  return rows;
}

async function loadRows(tables: readonly Table[]): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const { name, columns } of tables) {
    rows[name] = (await client.query(`select ${columns} from ${name} order by id`)).rows;
  }
  return rows;
}

async function loadSchema(url: string): Promise<Record<string, string[]>> {
  const asker = new Client({ connectionString: url });
  await asker.connect();
  const schema: Record<string, string[]> = {};
  for (const [part, question] of Object.entries(SCHEMA_QUESTIONS)) {
    const { rows } = await asker.query<{ line: string }>(question);
    schema[part] = rows.map(({ line }) => line).sort();
  }
  await asker.end();
  return schema;
}

it('of the first release comes to the current schema, and every row is kept', async () => {
  const { rows: ran } = await client.query<{ name: string }>('select name from migrations order by timestamp');
  const firstRelease = ran.map(({ name }) => name);
  const tables = await loadTables();
  const before = await loadRows(tables);
  expect(tables.length).toBeGreaterThan(20);
  for (const [table, rows] of Object.entries(before)) expect(rows, table).not.toEqual([]);

  const all = getMigrations().map((migration) => new migration().name ?? migration.name);
  expect(await applyMigrations(database.url)).toEqual(all.filter((name) => !firstRelease.includes(name)));
  // Evidence became the canonical text of the same facts; the fixture has no names that JSON.stringify could misplace.
  for (const row of before['public.reconciliation'] as { evidence: string }[]) {
    const facts = JSON.parse(row.evidence) as Record<string, unknown>;
    row.evidence = JSON.stringify(Object.fromEntries(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))));
  }
  expect(await loadRows(tables)).toEqual(before);
});

it('of the first release ends up with the schema of a new one', async () => {
  const fresh = await createTestDatabase();
  try {
    await applyMigrations(database.url);
    const expected = await loadSchema(fresh.url);
    for (const part of ['columns', 'constraints', 'indexes', 'triggers', 'functions', 'relations']) {
      expect(expected[part], part).not.toEqual([]);
    }
    expect(await loadSchema(database.url)).toEqual(expected);
  } finally {
    await fresh.close();
  }
});

it('of the first release may be migrated by several processes at once', async () => {
  const ran = await Promise.all([applyMigrations(database.url), applyMigrations(database.url)]);
  expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
  expect(await applyMigrations(database.url)).toEqual([]);
});
