import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresLockTimeoutError } from '../errors';
import { getProcessIdentity, isRunning, type ProcessIdentity } from './processIdentity';

const TIMEOUT_MS = 120_000;

function readOwner(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/**
 * Lets one process at a time make or start the cluster in `home`; returns the function that lets go. The lock of a
 * process that no longer runs is taken over.
 */
export async function lockStart(home: string): Promise<() => void> {
  const lockFile = join(home, 'start.lock');
  const self = getProcessIdentity(process.pid) ?? { pid: process.pid, startedAt: '' };
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    try {
      writeFileSync(lockFile, JSON.stringify(self), { flag: 'wx' });
      return () => rmSync(lockFile, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(lockFile);
    if (owner && !isRunning(owner)) rmSync(lockFile, { force: true });
    else if (Date.now() > deadline) throw new PostgresLockTimeoutError({ lockFile, ownerPid: owner?.pid ?? 0 });
    else await sleep(50);
  }
}
