import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@tributary/db';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let root: string;
let started: EmbeddedPostgres[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tributary-embedded-'));
  chmodSync(root, 0o755);
  started = [];
});
afterEach(async () => {
  for (const server of started) {
    await server.stop();
    rmSync(server.home, { recursive: true, force: true });
  }
  rmSync(root, { recursive: true, force: true });
});

async function start(dataDir: string, port?: number): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, durable: false, ...(port === undefined ? {} : { port }) });
  started.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

describe('startEmbeddedPostgres', () => {
  it('keeps rows and port over a restart, and stores the password for its user only', async () => {
    const first = await start(join(root, 'data'));
    expect(first.reused).toBe(false);
    await query(first.url, 'create table kept as select 1 as n');
    await first.stop();
    const second = await start(join(root, 'data'));
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }]);
    expect(second.port).toBe(first.port);
    expect(statSync(join(second.home, 'password')).mode & 0o777).toBe(0o600);
    const [settings] = await query(
      second.url,
      `select current_setting('listen_addresses') as listen, current_setting('server_encoding') as encoding,
         current_setting('password_encryption') as password`,
    );
    expect(settings).toEqual({ listen: '127.0.0.1', encoding: 'UTF8', password: 'scram-sha-256' });
  });

  it('takes another port when its own is taken', async () => {
    const first = await start(join(root, 'data'));
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start(join(root, 'data'));
    expect(second.port).not.toBe(first.port);
    await query(second.url, 'select 1');
    squatter.close();
  });

  it('joins a running server of this process, and starts one for two at once', async () => {
    const [first, second] = await Promise.all([start(join(root, 'data')), start(join(root, 'data'))]);
    expect(second.pid).toBe(first.pid);
    expect([first.reused, second.reused].sort()).toEqual([false, true]);
  });

  it('finds the server again whose parent was killed, with its rows', async () => {
    const dataDir = join(root, 'data');
    const script = `require('@tributary/db').startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false })
      .then((server) => console.log(JSON.stringify(server)), (error) => console.error(error));
      setInterval(() => {}, 1000)`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const orphan = JSON.parse(line.toString()) as EmbeddedPostgres;
    await query(orphan.url, 'create table kept as select 1 as n');

    // While the parent lives the server is its own: another process may use it, not stop it.
    const guest = await start(dataDir);
    expect(guest).toMatchObject({ reused: true, pid: orphan.pid });
    await guest.stop();
    expect(isAlive(orphan.pid)).toBe(true);

    parent.kill('SIGKILL');
    await once(parent, 'exit');
    const heir = await start(dataDir);
    expect(heir).toMatchObject({ reused: true, pid: orphan.pid, port: orphan.port });
    expect(await query(heir.url, 'select n from kept')).toEqual([{ n: 1 }]);
    await heir.stop();
    expect(isAlive(orphan.pid)).toBe(false);
  });

  it('starts after the server itself was killed, and over a pid file that names a stranger', async () => {
    const dataDir = join(root, 'data');
    const first = await startEmbeddedPostgres({ dataDir });
    started.push(first);
    await query(first.url, 'create table kept as select 1 as n');
    const pidFile = readFileSync(join(first.home, 'cluster', 'postmaster.pid'), 'utf8');
    process.kill(first.pid, 'SIGKILL');
    while (isAlive(first.pid)) await new Promise((resolve) => setTimeout(resolve, 10));
    writeFileSync(join(first.home, 'cluster', 'postmaster.pid'), pidFile.replace(/^\d+/, String(process.pid)));
    const second = await start(dataDir);
    expect(second.reused).toBe(false);
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }]);
  });

  it('works below a folder that is private to its owner, and under a umask that hides new files', async () => {
    const home = join(root, 'home');
    mkdirSync(home);
    chmodSync(home, 0o700);
    const dataDir = join(home, 'checkout', 'data');
    const script = `process.umask(0o077);
      const { startEmbeddedPostgres } = require('@tributary/db');
      startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false }).then(async (server) => {
        await server.stop(); console.log('ok');
      })`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    expect(line.toString()).toBe('ok\n');
    await once(child, 'exit');
    const again = await start(dataDir);
    expect(again.reused).toBe(false);
    await query(again.url, 'select 1');
    // Only root lends the server an account of its own, which cannot pass the private folder.
    expect(existsSync(join(dataDir, 'postgres-location.json'))).toBe(process.getuid?.() === 0);
  });

  it('says what failed when no cluster can be made, and leaves nothing half made', async () => {
    const dataDir = join(root, 'data');
    const script = `require('@tributary/db').startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} })
      .catch((error) => console.log(JSON.stringify({ name: error.name, kind: error.kind, message: error.message })))`;
    // A limit on the size of files ends initdb where a full disk would.
    const child = spawn('bash', ['-c', 'ulimit -f 64; exec "$0" -e "$1"', process.execPath, script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const error = JSON.parse(line.toString()) as { name: string; kind: string; message: string };
    expect(error).toMatchObject({ name: 'PostgresInitError', kind: 'fatal' });
    expect(error.message).toContain('Check free disk space and permissions');
    expect(error.message).toMatch(/too large|No space|exit code/);

    const server = await start(dataDir);
    expect(server.reused).toBe(false);
    await query(server.url, 'select 1');
  });
});
