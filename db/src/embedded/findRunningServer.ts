import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { SUPERUSER } from './initCluster';
import { getCommandLine, getProcessIdentity, isRunning, type ProcessIdentity } from './processIdentity';

/** Recovery after a crash may take long; a server that runs is given this much time to answer. */
const ANSWER_TIMEOUT_MS = 120_000;

export interface RunningServer {
  process: ProcessIdentity;
  port: number;
}

/** URL of a database of an embedded server, for its superuser. */
export function buildUrl(port: number, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

/** Whether the server on `port` answers to our password and serves exactly this cluster. */
export async function answersFor(clusterDir: string, port: number, password: string): Promise<boolean> {
  const client = new Client({
    connectionString: buildUrl(port, password, 'postgres'),
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ dir: string }>(`select current_setting('data_directory') as dir`);
    return rows[0]?.dir === clusterDir;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * The server that already serves `clusterDir`, for example one whose parent was killed. Its own `postmaster.pid` names
 * process and port; both are verified, since the process number may belong to a stranger by now. A file that names a
 * stranger is removed, because PostgreSQL itself would refuse to start over it.
 */
export async function findRunningServer(clusterDir: string, password: string): Promise<RunningServer | undefined> {
  const pidFile = join(clusterDir, 'postmaster.pid');
  const deadline = Date.now() + ANSWER_TIMEOUT_MS;
  for (;;) {
    let lines: string[];
    try {
      lines = readFileSync(pidFile, 'utf8').split('\n');
    } catch {
      return undefined;
    }
    const pid = Number(lines[0]);
    const identity = pid > 0 ? getProcessIdentity(pid) : undefined;
    if (!identity) return undefined;
    if (!getCommandLine(pid).includes(clusterDir)) {
      rmSync(pidFile, { force: true });
      return undefined;
    }
    const port = Number(lines[3]);
    if (port > 0 && (await answersFor(clusterDir, port, password))) return { process: identity, port };
    if (Date.now() > deadline || !isRunning(identity)) return undefined;
    await sleep(100);
  }
}
