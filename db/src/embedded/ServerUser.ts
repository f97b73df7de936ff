import { execFileSync } from 'node:child_process';
import { chownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PostgresUserMissingError } from '../errors';

const CANDIDATES = ['postgres', 'nobody'] as const;

/** The account the server runs as. PostgreSQL refuses root, so a root caller lends it an unprivileged account. */
export interface ServerUser {
  /** Undefined: the caller's own account. */
  uid?: number;
  gid?: number;
}

function readId(flag: '-u' | '-g', name: string): number | undefined {
  try {
    const id = Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return Number.isInteger(id) && id > 0 ? id : undefined;
  } catch {
    return undefined;
  }
}

/** The caller's own account, or for root the first of `postgres` and `nobody` that exists. */
export function getServerUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  for (const name of CANDIDATES) {
    const uid = readId('-u', name);
    const gid = readId('-g', name);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new PostgresUserMissingError({ tried: CANDIDATES });
}

/** Whether the server's account may pass through every folder down to `dir`, which must exist. */
export function canReach(user: ServerUser, dir: string): boolean {
  const { uid, gid } = user;
  if (uid === undefined) return true;
  for (let path = resolve(dir); ; path = dirname(path)) {
    const { mode, uid: owner, gid: group } = statSync(path);
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** Whether the server's account may read every file below `dir`: a restrictive umask at `npm ci` takes that away. */
export function canReadTree(user: ServerUser, dir: string): boolean {
  const { uid, gid } = user;
  if (uid === undefined) return true;
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).every((name) => {
    const stat = lstatSync(join(dir, name));
    if (stat.isSymbolicLink()) return true;
    const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0;
    const needed = stat.isDirectory() ? 0o5 : 0o4;
    return ((stat.mode >> shift) & needed) === needed;
  });
}

/** Gives a path to the server's account; nothing to do where that is the caller. */
export function giveTo(user: ServerUser, path: string): void {
  if (user.uid !== undefined && user.gid !== undefined) chownSync(path, user.uid, user.gid);
}
