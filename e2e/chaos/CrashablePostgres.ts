import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, startEmbeddedPostgres, type EmbeddedPostgres } from '@tributary/db';
import { FatalError } from '@tributary/protocol';

/** How long to wait for somebody to be in the middle of a write. */
const WRITE_LIMIT_MS = 4_000;
const END_LIMIT_MS = 20_000;

/** Somebody else took the port while Postgres was down, and everybody looks for it there. */
class PortLostError extends FatalError {
  constructor(facts: { port: number }) {
    super(`Port ${facts.port} was taken while Postgres was down. Run the storm again.`, facts);
  }
}

/** A crash-safe Postgres that is ended the hard way and comes back on the same port. */
export class CrashablePostgres {
  readonly #dataDir: string;
  #server: EmbeddedPostgres;
  #back: Promise<void> = Promise.resolve();

  private constructor(dataDir: string, server: EmbeddedPostgres) {
    this.#dataDir = dataDir;
    this.#server = server;
  }

  /** @param port one that the system gives to nobody who asks for any: it has to be free again after a crash */
  static async open(dataDir: string, port: number): Promise<CrashablePostgres> {
    return new CrashablePostgres(dataDir, await startEmbeddedPostgres({ dataDir, port, databaseName: 'ledger' }));
  }

  get url(): string {
    return this.#server.url;
  }

  /** Resolves when it runs, after whatever crash is under way. */
  get back(): Promise<void> {
    return this.#back;
  }

  /** An empty database beside the first. */
  async createDatabase(name: string): Promise<string> {
    const pool = createPool(this.url, { max: 1 });
    await pool.query(`create database ${name} template template0`).finally(() => pool.end());
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /**
   * SIGKILL to the server and all its sessions while a transaction has written and not yet committed (as far as one comes
   * in time), or a fast shutdown; then, after `pauseMs`, a start with recovery.
   *
   * @returns how many transactions were cut off in their middle
   */
  async end(signal: 'SIGKILL' | 'SIGTERM', pauseMs: number): Promise<number> {
    await this.#back;
    const { pid, port } = this.#server;
    const writers = signal === 'SIGKILL' ? await this.#findWriters() : [];
    // First those in the middle of a write, before they come to its end; then the others, which would soon follow.
    const sessions = signal === 'SIGKILL' ? [...writers, ...listChildren(pid)] : [];
    for (const session of sessions) killQuietly(session);
    // SIGINT is Postgres' fast shutdown; its SIGTERM waits for every client to leave.
    process.kill(pid, signal === 'SIGKILL' ? 'SIGKILL' : 'SIGINT');
    this.#back = (async () => {
      for (let waitedMs = 0; isRunning(pid) && waitedMs < END_LIMIT_MS; waitedMs += 20) await sleep(20);
      await sleep(pauseMs);
      this.#server = await startEmbeddedPostgres({ dataDir: this.#dataDir, port, databaseName: 'ledger' });
      if (this.#server.port !== port) throw new PortLostError({ port });
    })();
    this.#back.catch(() => undefined); // Whoever waits for it hears of it.
    return writers.length;
  }

  async stop(): Promise<void> {
    await this.#back.catch(() => undefined);
    await this.#server.stop();
  }

  /** Processes of the sessions whose transaction has written something, as soon as there is one. */
  async #findWriters(): Promise<number[]> {
    const pool = createPool(this.url, { max: 1 });
    try {
      for (const deadlineMs = performance.now() + WRITE_LIMIT_MS; performance.now() < deadlineMs; await sleep(2)) {
        const { rows } = await pool.query<{ pid: number }>(
          'select pid from pg_stat_activity where backend_xid is not null',
        );
        if (rows.length > 0) return rows.map(({ pid }) => pid);
      }
      return [];
    } finally {
      // It is about to lose its server.
      void pool.end().catch(() => undefined);
    }
  }
}

/** Processes whose parent is `pid`; none where there is no /proc. */
function listChildren(pid: number): number[] {
  const names = readdirSync('/proc', { withFileTypes: true }).filter(({ name }) => /^\d+$/.test(name));
  return names.map(({ name }) => Number(name)).filter((child) => getParent(child) === pid);
}

/** Field 4 of /proc/<pid>/stat; the name before it may hold spaces and brackets. */
function getParent(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}

/** A zombie does not run. */
function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}
