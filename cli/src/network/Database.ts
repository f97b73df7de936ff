import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { applyMigrations, type EmbeddedPostgres, ensureReadOnlyRole, startEmbeddedPostgres } from '@tributary/db';
import { type Foundation } from '../supervise/Supervisor.js';

const WATCH_MS = 2_000;

export interface DatabaseOptions {
  readonly dataDir: string;
  /** Undefined: the embedded server. */
  readonly databaseUrl: string | undefined;
  readonly isDurable: boolean;
  readonly notice: (text: string) => void;
  readonly stage: (title: string) => void;
}

/**
 * A migrated database, with a role for the API that can only read. An embedded server is started again when it dies;
 * it keeps its port, so that nobody else has to know.
 */
export class Database implements Foundation {
  readonly databaseUrl: string;
  readonly readOnlyUrl: string;
  readonly #embedded: EmbeddedPostgres | undefined;
  readonly #options: DatabaseOptions;
  #watch: NodeJS.Timeout | undefined;

  private constructor(
    options: DatabaseOptions,
    urls: { databaseUrl: string; readOnlyUrl: string },
    embedded: EmbeddedPostgres | undefined,
  ) {
    this.#options = options;
    this.databaseUrl = urls.databaseUrl;
    this.readOnlyUrl = urls.readOnlyUrl;
    this.#embedded = embedded;
    if (embedded) this.#watchServer(embedded);
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    const embedded = options.databaseUrl === undefined ? await startServer(options) : undefined;
    const databaseUrl = embedded?.url ?? options.databaseUrl ?? '';
    try {
      options.stage(
        embedded
          ? `Postgres ${embedded.reused ? 'was still running' : 'started'} on port ${embedded.port}`
          : `Postgres at ${new URL(databaseUrl).host}`,
      );
      const migrations = await applyMigrations(databaseUrl);
      const readOnlyUrl = await ensureReadOnlyRole(databaseUrl, {
        role: embedded ? 'tributary_api' : `tributary_api_${shortHash(new URL(databaseUrl).pathname)}`,
        password: randomBytes(24).toString('base64url'),
      });
      options.stage(migrations.length > 0 ? `Schema migrated (${migrations.length} steps)` : 'Schema up to date');
      return new Database(options, { databaseUrl, readOnlyUrl }, embedded);
    } catch (error) {
      await embedded?.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#watch);
    if (!this.#embedded) return;
    await this.#embedded.stop();
    this.#options.stage('Postgres stopped');
  }

  #watchServer(embedded: EmbeddedPostgres): void {
    let pid = embedded.pid;
    let isBusy = false;
    this.#watch = setInterval(() => {
      if (isBusy || isAlive(pid)) return;
      isBusy = true;
      this.#options.notice(`Postgres (process ${pid}) has died; starting it again.`);
      void startServer(this.#options, embedded.port)
        .then((server) => (pid = server.pid))
        .catch((error: unknown) => this.#options.notice(error instanceof Error ? error.message : String(error)))
        .finally(() => (isBusy = false));
    }, WATCH_MS);
    this.#watch.unref();
  }
}

function startServer(options: DatabaseOptions, port?: number): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({
    dataDir: join(options.dataDir, 'postgres'),
    durable: options.isDurable,
    onLog: (line) => options.notice(line),
    ...(port === undefined ? {} : { port }),
  });
}

/** One role for each database of a server that is shared. */
function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
