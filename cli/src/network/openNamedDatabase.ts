import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@tributary/db';
import { FatalError } from '@tributary/protocol';
import { AlreadyRunningError } from '../errors.js';
import { lockDataDir } from '../supervise/lockDataDir.js';

/** Neither a setting nor a data folder names a database. */
export class NoDatabaseError extends FatalError {
  constructor(facts: { dataDir: string }) {
    super(
      `${facts.dataDir} holds no database, and DATABASE_URL is not set. Name the folder of a network with --data, or set DATABASE_URL.`,
      facts,
    );
  }
}

/** A database that a person named. */
export interface NamedDatabase {
  readonly url: string;
  /** For the person who named it; without its password. */
  readonly description: string;
  /** Leaves it as it was found: running, or stopped. */
  close(): Promise<void>;
}

/**
 * The database of DATABASE_URL where that is set, as `start` does it; else the embedded one of a data folder, whose
 * network may run or not. While it does not, nobody can start it before `close`.
 *
 * @throws NoDatabaseError
 */
export async function openNamedDatabase(options: {
  dataDir: string;
  databaseUrl: string | undefined;
}): Promise<NamedDatabase> {
  const { dataDir, databaseUrl } = options;
  if (databaseUrl) {
    const { host, pathname } = new URL(databaseUrl);
    return { url: databaseUrl, description: `${pathname.slice(1)} at ${host}`, close: async () => undefined };
  }
  const postgresDir = join(dataDir, 'postgres');
  if (!existsSync(postgresDir)) throw new NoDatabaseError({ dataDir });
  const unlock = lockUnlessRunning(dataDir);
  try {
    const server = await startEmbeddedPostgres({ dataDir: postgresDir });
    return {
      url: server.url,
      description: `the database of ${dataDir}, whose network ${unlock ? 'is stopped' : 'runs'}`,
      async close() {
        // A server that somebody else started is theirs to stop: this does nothing then.
        await server.stop();
        unlock?.();
      },
    };
  } catch (error) {
    unlock?.();
    throw error;
  }
}

/** Undefined when a network runs there. */
function lockUnlessRunning(dataDir: string): (() => void) | undefined {
  try {
    return lockDataDir(dataDir);
  } catch (error) {
    if (error instanceof AlreadyRunningError) return undefined;
    throw error;
  }
}
