import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresInitError } from '../errors';
import { giveTo, type ServerUser } from './ServerUser';

/** Name of the superuser of an embedded cluster. */
export const SUPERUSER = 'postgres';

/**
 * Makes `home/cluster` if it is not there (UTF-8, C.UTF-8 order on every platform, scram passwords) and returns the
 * superuser's random password, kept in `home/password` for the caller's eyes only. A half-made cluster never gets the
 * name: it is built beside and renamed.
 */
export function initCluster(options: { home: string; nativeDir: string; user: ServerUser; durable: boolean }): string {
  const { home, nativeDir, user, durable } = options;
  const clusterDir = join(home, 'cluster');
  const passwordFile = join(home, 'password');
  if (existsSync(join(clusterDir, 'PG_VERSION'))) return readFileSync(passwordFile, 'utf8').trim();

  const partial = join(home, 'cluster.partial');
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  chmodSync(partial, 0o700);
  giveTo(user, partial);

  const password = randomBytes(24).toString('base64url');
  // initdb runs as the server's account and must read the password; the caller's copy is a file of its own.
  const handover = join(home, 'password.initdb');
  rmSync(handover, { force: true });
  writeFileSync(handover, password + '\n', { mode: 0o600 });
  giveTo(user, handover);
  try {
    const result = spawnSync(
      join(nativeDir, 'bin', 'initdb'),
      [
        `--pgdata=${partial}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${handover}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        ...(durable ? [] : ['--no-sync']),
      ],
      { cwd: home, encoding: 'utf8', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, ...user },
    );
    if (result.status !== 0) {
      const logTail = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.slice(-4000);
      throw new PostgresInitError({ clusterDir, exitCode: result.status, logTail });
    }
    writeFileSync(passwordFile, password + '\n', { mode: 0o600 });
    chmodSync(passwordFile, 0o600);
    renameSync(partial, clusterDir);
    return password;
  } finally {
    rmSync(handover, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}
