import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlreadyRunningError } from '../errors.js';

/**
 * Claims `<dataDir>/run/start.pid` for this process; returns what gives it back. The file appears complete, by one
 * link; it names the process and the moment it started, so that a process id that was given away again is no owner.
 *
 * @throws AlreadyRunningError when a living process has it
 */
export function lockDataDir(dataDir: string): () => void {
  const lockFile = join(dataDir, 'run', 'start.pid');
  const ownFile = `${lockFile}.${process.pid}`;
  writeFileSync(ownFile, JSON.stringify({ pid: process.pid, startedAt: getStartTime(process.pid) }));
  try {
    for (;;) {
      try {
        linkSync(ownFile, lockFile);
        return () => rmSync(lockFile, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = readOwner(lockFile);
      if (owner && isOwnerAlive(owner)) throw new AlreadyRunningError({ dataDir, pid: owner.pid });
      removeStale(lockFile, owner?.pid);
    }
  } finally {
    rmSync(ownFile, { force: true });
  }
}

interface Owner {
  pid: number;
  startedAt: string | undefined;
}

/** Undefined when it is gone or not one of ours. */
function readOwner(lockFile: string): Owner | undefined {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(lockFile, 'utf8')) as Partial<Owner>;
    return typeof pid === 'number' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

function isOwnerAlive({ pid, startedAt }: Owner): boolean {
  if (startedAt !== undefined) return getStartTime(pid) === startedAt;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes the dead owner's file away; puts it back if somebody living was quicker. */
function removeStale(lockFile: string, deadPid: number | undefined): void {
  const aside = `${lockFile}.dead.${process.pid}`;
  try {
    renameSync(lockFile, aside);
    if (readOwner(aside)?.pid !== deadPid) linkSync(aside, lockFile);
  } catch {
    // Somebody else took it away.
  }
  rmSync(aside, { force: true });
}

/** Field 22 of /proc/<pid>/stat, in clock ticks since boot; undefined where there is no such process or no /proc. */
function getStartTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
