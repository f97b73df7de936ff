import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../embedded/startEmbeddedPostgres';

export interface TestPostgres {
  /** Superuser URL of the server's `postgres` database. */
  url: string;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

/** A throw-away server in a temporary folder: fast, not crash-safe. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tributary-test-'));
  // As root the server runs as another account, which must get in here.
  chmodSync(dataDir, 0o755);
  try {
    const server = await startEmbeddedPostgres({ dataDir, databaseName: 'postgres', durable: false });
    return {
      url: server.url,
      stop: async () => {
        await server.stop();
        rmSync(server.home, { recursive: true, force: true });
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}
