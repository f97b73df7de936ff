import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { forkTarget } from './forkTarget.ts';
import type { GraphQLTarget } from './GraphQLTarget.ts';

export const POSTGRAPHILE_NAME = 'PostGraphile 5.1.5';
const DEPENDENCIES = { postgraphile: '5.1.5', graphql: '16.15.0' };
const INSTALL_LIMIT_MS = 5 * 60_000;
const SERVER = fileURLToPath(new URL('./postgraphile/server.mjs', import.meta.url));

/** Installs PostGraphile beside the project, once. It is a peer to measure against, no dependency. */
export async function installPostGraphile(cacheDir: string): Promise<void> {
  if (existsSync(join(cacheDir, 'node_modules/postgraphile/package.json'))) return;
  mkdirSync(cacheDir, { recursive: true });
  const manifest = { name: 'postgraphile-peer', private: true, type: 'module', dependencies: DEPENDENCIES };
  writeFileSync(join(cacheDir, 'package.json'), JSON.stringify(manifest, null, 2) + '\n');
  const flags = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--workspaces=false'];
  await promisify(execFile)('npm', flags, { cwd: cacheDir, timeout: INSTALL_LIMIT_MS });
}

/** The server's file lies where `node_modules` has what it imports. */
export async function startPostGraphile(databaseUrl: string, cacheDir: string): Promise<GraphQLTarget> {
  const file = join(cacheDir, 'server.mjs');
  copyFileSync(SERVER, file);
  return forkTarget(POSTGRAPHILE_NAME, file, { cwd: cacheDir, env: { PEER_DATABASE_URL: databaseUrl } });
}
