import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource, type MigrationInterface } from 'typeorm';
import { connectClient } from './connectClient';
import { getProjectDir } from './getProjectDir';

/** Any number will do, as long as nothing else in the database locks on it. */
const MIGRATION_LOCK_KEY = 7_248_341_205;

type MigrationClass = new () => MigrationInterface;

/** The classes of db/migrations in the order of their timestamps. */
export function getMigrations(): MigrationClass[] {
  const dir = join(getProjectDir(), 'migrations');
  return readdirSync(dir)
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => require(join(dir, name)) as MigrationClass);
}

/**
 * Brings the database at `url` to the current schema; returns the names of the migrations it ran. Forward only. Several
 * processes may call it at once: an advisory lock lets one work and the others find nothing left to do.
 */
export async function applyMigrations(url: string): Promise<string[]> {
  const lock = await connectClient(url);
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK_KEY]);
    const dataSource = new DataSource({ type: 'postgres', url, migrations: getMigrations(), entities: [] });
    await dataSource.initialize();
    try {
      const done = await dataSource.runMigrations({ transaction: 'each' });
      return done.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await lock.end();
  }
}
