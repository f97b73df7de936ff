import { execFile, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createPool } from '@tributary/db';
import { createTestDatabase } from '@tributary/db/testing';
import { devnetContracts } from '@tributary/devnet/chain';
import { artifacts } from '../../test/artifacts.ts';
import type { Ingestion } from './Ingestion.ts';
import { readPeakRssMb } from './readPeakRss.ts';
import { waitUntil } from './waitUntil.ts';

export const PONDER_NAME = 'Ponder 1.0.0';
const DEPENDENCIES = { ponder: '1.0.0', viem: '2.45.0', hono: '4.9.0' };
const PROJECT_FILES = ['ponder.config.mts', 'ponder.schema.mts', 'src/index.mjs', 'src/api/index.mts'];
const INSTALL_LIMIT_MS = 5 * 60_000;
const LIMIT_MS = 20 * 60_000;

/** Installs Ponder beside the project, once. It is a peer to measure against, no dependency. */
export async function installPonder(cacheDir: string): Promise<void> {
  if (existsSync(join(cacheDir, 'node_modules/ponder/package.json'))) return;
  mkdirSync(cacheDir, { recursive: true });
  const manifest = { name: 'ponder-peer', private: true, type: 'module', dependencies: DEPENDENCIES };
  writeFileSync(join(cacheDir, 'package.json'), JSON.stringify(manifest, null, 2) + '\n');
  const flags = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--workspaces=false'];
  await promisify(execFile)('npm', flags, { cwd: cacheDir, timeout: INSTALL_LIMIT_MS });
}

/** Ponder with handlers that write the same rows, from its start until it says that its history is complete. */
export async function runPonder(rpcUrl: string, serverUrl: string, cacheDir: string): Promise<Ingestion> {
  const database = await createTestDatabase({ migrated: false, serverUrl });
  const pool = createPool(database.url, { max: 1 });
  const root = prepareProject(cacheDir);
  const port = await getFreePort();
  const startMs = performance.now();
  const flags = ['--root', root, '--schema', 'peer', '--hostname', '127.0.0.1', '--port', String(port)];
  const entry = join(cacheDir, 'node_modules/ponder/dist/esm/bin/ponder.js');
  const child = spawn(process.execPath, [entry, 'start', ...flags, '--log-level', 'error'], {
    cwd: root,
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      HOME: root,
      DATABASE_URL: database.url,
      LEDGER_RPC_URL: rpcUrl,
      LEDGER_ABI_DIR: join(root, 'abi'),
      LEDGER_ADDRESSES: JSON.stringify(devnetContracts),
      PONDER_TELEMETRY_DISABLED: 'true',
    },
  });
  let hasExited = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      hasExited = true;
      resolve();
    });
  });
  try {
    const isReady = async (): Promise<boolean> => {
      if (hasExited) throw new Error('Ponder ended early');
      return (await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined))?.status === 200;
    };
    await waitUntil(isReady, LIMIT_MS, 'Ponder at the end of its history');
    const elapsedMs = performance.now() - startMs;
    const peakRssMb = readPeakRssMb(child.pid!);
    const { rows } = await pool.query<{ count: bigint }>('select count(*) from peer.protocol_event');
    return { eventCount: Number(rows[0]!.count), elapsedMs, peakRssMb };
  } finally {
    child.kill('SIGKILL');
    await exited;
    await pool.end();
    await database.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** The project lies below the folder that holds `node_modules`, where Ponder finds itself. */
function prepareProject(cacheDir: string): string {
  const root = mkdtempSync(join(cacheDir, 'project-'));
  for (const file of PROJECT_FILES) {
    const target = join(root, file.replace(/mts$|mjs$/, 'ts'));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(fileURLToPath(new URL(`./ponder/${file}`, import.meta.url)), target);
  }
  mkdirSync(join(root, 'abi'));
  for (const [name, { abi }] of Object.entries(artifacts)) {
    writeFileSync(join(root, 'abi', `${name}.json`), JSON.stringify(abi));
  }
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  symlinkSync(join(cacheDir, 'node_modules'), join(root, 'node_modules'));
  return root;
}

async function getFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
