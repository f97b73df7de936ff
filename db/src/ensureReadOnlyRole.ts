import { escapeIdentifier, escapeLiteral } from 'pg';
import { connectClient } from './connectClient';
import { RoleNameError } from './errors';

const ROLE_LOCK_KEY = 7_248_341_206;

/** Anybody may make large objects unless told otherwise. Only a superuser can tell; any other owner goes on without. */
const REVOKE_LARGE_OBJECTS = `do $$ begin
  revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea),
    lo_open(oid, integer), lowrite(integer, bytea), lo_truncate(integer, integer), lo_truncate64(integer, bigint),
    lo_unlink(oid) from public;
exception when insufficient_privilege then null; end $$`;

export interface ReadOnlyRoleOptions {
  /** Lower-case identifier, for example `tributary_api`. */
  role: string;
  password: string;
  /** Limit for a statement of this role; 15 s unless told. */
  statementTimeoutMs?: number;
}

/**
 * Creates or updates a login role that can read the public tables and squid's status, and write nothing; returns its URL.
 * Run it after `applyMigrations` with the URL of a superuser or of the database's owner. Tables made later by the same
 * user are readable as well.
 */
export async function ensureReadOnlyRole(adminUrl: string, options: ReadOnlyRoleOptions): Promise<string> {
  const { role, password, statementTimeoutMs = 15_000 } = options;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(role)) throw new RoleNameError({ role });
  const name = escapeIdentifier(role);

  const client = await connectClient(adminUrl);
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [ROLE_LOCK_KEY]);
    const { rows } = await client.query<{ database: string; exists: boolean }>(
      'select current_database() as database, exists(select from pg_roles where rolname = $1)',
      [role],
    );
    const { database, exists } = rows[0]!;
    if (!exists) await client.query(`create role ${name}`);
    await client.query(
      `alter role ${name} login nosuperuser nocreatedb nocreaterole noreplication password ${escapeLiteral(password)}`,
    );
    await client.query(`alter role ${name} set default_transaction_read_only = on`);
    await client.query(`alter role ${name} set statement_timeout = ${Math.round(statementTimeoutMs)}`);
    await client.query(`alter role ${name} set idle_in_transaction_session_timeout = '60s'`);
    await client.query(`revoke temporary on database ${escapeIdentifier(database)} from public`);
    await client.query(REVOKE_LARGE_OBJECTS);
    await client.query(`grant connect on database ${escapeIdentifier(database)} to ${name}`);
    await client.query(`grant usage on schema public, squid_processor to ${name}`);
    await client.query(`grant select on all tables in schema public to ${name}`);
    await client.query(`grant select on squid_processor.status to ${name}`);
    await client.query(`alter default privileges in schema public grant select on tables to ${name}`);
    await client.query('commit');
  } finally {
    await client.end();
  }

  const url = new URL(adminUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  return url.href;
}
