import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { escapeIdentifier } from 'pg';
import { connectClient } from '../connectClient';
import { PostgresStartError } from '../errors';
import { answersFor, buildUrl, findRunningServer, type RunningServer } from './findRunningServer';
import { getPostgresBinaries } from './getPostgresBinaries';
import { initCluster } from './initCluster';
import { lockStart } from './lockStart';
import { prepareBinaries } from './prepareBinaries';
import { prepareHome } from './prepareHome';
import { getProcessIdentity, isRunning, type ProcessIdentity } from './processIdentity';
import { getServerUser, type ServerUser } from './ServerUser';

const START_ATTEMPTS = 4;
const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;
const LOG_LIMIT_BYTES = 8 * 1024 * 1024;

export interface EmbeddedPostgresOptions {
  /** Folder of this installation's data; made if missing. Two folders are two servers. */
  dataDir: string;
  /** Preferred port. Without it the cluster keeps the port it had; a taken port is exchanged for a free one. */
  port?: number;
  /** Database to create and point `url` at; `tributary` unless told. */
  databaseName?: string;
  /** False gives up crash safety for speed: tests only. */
  durable?: boolean;
  /** One short line for each step that takes time. */
  onLog?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** Superuser URL of the database, on 127.0.0.1. */
  url: string;
  port: number;
  pid: number;
  /** True when the server was running already. */
  reused: boolean;
  /** Where cluster and `server.log` lie. */
  home: string;
  /** Shuts the server down and waits for it; does nothing while the process that started it still runs elsewhere. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of `dataDir`, or joins it if it runs already. Works as root (the server runs as `postgres` or
 * `nobody`), under any umask, and below a private home. Rows survive restarts and a kill of either process.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, databaseName = 'tributary', durable = true, onLog = () => undefined } = options;
  const user = getServerUser();
  const home = realpathSync(prepareHome(dataDir, user));
  const clusterDir = join(home, 'cluster');
  const unlock = await lockStart(home);
  try {
    const nativeDir = prepareBinaries(getPostgresBinaries(), user, home);
    if (!existsSync(clusterDir)) onLog(`making a database cluster in ${clusterDir}`);
    const password = initCluster({ home, nativeDir, user, durable });

    const found = await findRunningServer(clusterDir, password);
    if (found) onLog(`using the PostgreSQL that runs on port ${found.port} (process ${found.process.pid})`);
    const server =
      found ?? (await startServer({ home, nativeDir, user, password, durable, port: options.port, onLog }));
    await ensureDatabase(buildUrl(server.port, password, 'postgres'), databaseName);
    const ownerFile = join(home, 'owner.json');
    claim(ownerFile);
    return {
      url: buildUrl(server.port, password, databaseName),
      port: server.port,
      pid: server.process.pid,
      reused: found !== undefined,
      home,
      stop: () => stopServer(server.process, ownerFile),
    };
  } finally {
    unlock();
  }
}

interface StartOptions {
  home: string;
  nativeDir: string;
  user: ServerUser;
  password: string;
  durable: boolean;
  port: number | undefined;
  onLog: (line: string) => void;
}

async function startServer(options: StartOptions): Promise<RunningServer> {
  const { home, nativeDir, user, password, durable, onLog } = options;
  const clusterDir = join(home, 'cluster');
  const portFile = join(home, 'port');
  const logFile = join(home, 'server.log');
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`);

  let port = options.port ?? (existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0);
  for (let attempt = 1; ; attempt++) {
    port = await findFreePort(port);
    onLog(`starting PostgreSQL on port ${port}`);
    const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
    const log = openSync(logFile, 'a');
    // Detached: Ctrl-C in a terminal goes to the whole process group, and the database must outlive those who write to it.
    const child = spawn(
      join(nativeDir, 'bin', 'postgres'),
      ['-D', clusterDir, '-p', String(port), ...getSettings(durable)],
      { cwd: home, detached: true, stdio: ['ignore', log, log], env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, ...user },
    );
    closeSync(log);
    const exited = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`));
    });
    child.unref();

    const reason = await waitUntilReady(() => answersFor(clusterDir, port, password), exited);
    const identity = child.pid === undefined ? undefined : getProcessIdentity(child.pid);
    if (reason === undefined && identity) {
      writeFileSync(portFile, `${port}\n`);
      return { process: identity, port };
    }
    const logTail = readFileSync(logFile).subarray(logStart).toString('utf8').slice(-4000);
    // Between the probe and the start another program may take the port, and a killed server's memory lingers a moment.
    const passing = /Address already in use|could not bind|pre-existing shared memory/.test(logTail);
    if (!passing || attempt === START_ATTEMPTS) {
      if (identity) process.kill(identity.pid, 'SIGQUIT');
      throw new PostgresStartError({ clusterDir, port, reason: reason ?? 'it vanished', logFile, logTail });
    }
    if (!/shared memory/.test(logTail)) port = 0;
    await sleep(300);
  }
}

function getSettings(durable: boolean): string[] {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'password_encryption=scram-sha-256'];
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  return settings.flatMap((setting) => ['-c', setting]);
}

/** Undefined once ready, otherwise why it never will be. */
async function waitUntilReady(isReady: () => Promise<boolean>, exited: Promise<string>): Promise<string | undefined> {
  let reason: string | undefined;
  void exited.then((text) => (reason = text));
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    if (await isReady()) return undefined;
    if (reason !== undefined) return reason;
    if (Date.now() > deadline) return `it did not answer within ${READY_TIMEOUT_MS / 1000} s`;
    await sleep(25);
  }
}

/** `wanted` if it is free on the loopback interface, otherwise any free port. */
async function findFreePort(wanted: number): Promise<number> {
  for (const candidate of [wanted, 0]) {
    const port = await new Promise<number | undefined>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(undefined));
      probe.listen({ port: candidate, host: '127.0.0.1', exclusive: true }, () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
      });
    });
    if (port !== undefined) return port;
  }
  return wanted;
}

async function ensureDatabase(adminUrl: string, databaseName: string): Promise<void> {
  const client = await connectClient(adminUrl);
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`create database ${escapeIdentifier(databaseName)}`);
  } finally {
    await client.end();
  }
}

/** The server belongs to the first process that still runs; only the owner's `stop` ends it. */
function claim(ownerFile: string): void {
  const owner = readOwner(ownerFile);
  if (owner && isRunning(owner)) return;
  writeFileSync(ownerFile, JSON.stringify(getProcessIdentity(process.pid)));
}

function readOwner(ownerFile: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(ownerFile, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

async function stopServer(server: ProcessIdentity, ownerFile: string): Promise<void> {
  const owner = readOwner(ownerFile);
  if (owner && owner.pid !== process.pid && isRunning(owner)) return;
  if (!isRunning(server)) return;
  // SIGINT: fast shutdown, sessions are cut and everything is flushed. SIGQUIT: at once, with recovery at the next start.
  process.kill(server.pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isRunning(server)) {
    if (Date.now() > deadline) process.kill(server.pid, 'SIGQUIT');
    await sleep(20);
  }
}
