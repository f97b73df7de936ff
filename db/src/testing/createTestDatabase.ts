import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { Client, escapeIdentifier } from 'pg';
import { applyMigrations } from '../applyMigrations';
import { ensureReadOnlyRole } from '../ensureReadOnlyRole';
import { getProjectDir } from '../getProjectDir';
import { startTestPostgres } from './startTestPostgres';

/**
 * Set by the global setup to the URL of the server that all tests of a run use. A test worker has no main.ts to hand it
 * over: the environment is all that it inherits, so this kit, and nothing else in the package, looks there.
 */
export const TEST_SERVER_VARIABLE = 'TRIBUTARY_TEST_POSTGRES_URL';

const TEMPLATE_LOCK_KEY = 7_248_341_207;

export interface TestDatabase {
  /** Superuser URL of this database alone. */
  url: string;
  /** URL of a role of this database that can only read. */
  createReadOnlyUrl(): Promise<string>;
  /** Cuts every session, drops database and role, and stops the server if this call started it. */
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** False gives an empty database, before any migration. */
  migrated?: boolean;
  /** Server to use. Without it: the one of the run's global setup, else a server of its own. */
  serverUrl?: string;
}

/** A database with the current schema for one test file, copied from a template (some 30 ms). Parallel-safe. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { migrated = true } = options;
  const sharedUrl = options.serverUrl ?? env[TEST_SERVER_VARIABLE];
  const ownServer = sharedUrl === undefined ? await startTestPostgres() : undefined;
  const serverUrl = sharedUrl ?? ownServer!.url;
  const name = `test_${randomBytes(8).toString('hex')}`;
  const role = `${name}_reader`;
  try {
    const template = migrated ? await ensureTemplate(serverUrl) : 'template0';
    await execute(serverUrl, `create database ${name} template ${escapeIdentifier(template)}`);
  } catch (error) {
    await ownServer?.stop();
    throw error;
  }
  const url = withDatabase(serverUrl, name);
  return {
    url,
    createReadOnlyUrl: () => ensureReadOnlyRole(url, { role, password: randomBytes(12).toString('hex') }),
    close: async () => {
      if (ownServer) return ownServer.stop();
      await execute(serverUrl, `drop database if exists ${name} with (force)`, `drop role if exists ${role}`);
    },
  };
}

/** The migrated database to copy from, named after the migrations so that a changed one makes a new template. */
async function ensureTemplate(serverUrl: string): Promise<string> {
  const dir = join(getProjectDir(), 'migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(dir).sort()) hash.update(file).update(readFileSync(join(dir, file)));
  const template = `template_${hash.digest('hex').slice(0, 16)}`;

  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK_KEY]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount) return template;
    const partial = `${template}_partial`;
    await client.query(`drop database if exists ${partial} with (force)`);
    await client.query(`create database ${partial} template template0`);
    await applyMigrations(withDatabase(serverUrl, partial));
    await client.query(`alter database ${partial} rename to ${template}`);
    return template;
  } finally {
    await client.end();
  }
}

function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function execute(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
