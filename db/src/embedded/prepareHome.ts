import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { canReach, type ServerUser } from './ServerUser';

/** Where clusters go whose own data folder the server's account cannot reach. */
const SYSTEM_DIR = '/var/lib/tributary';

interface Pointer {
  /** The data folder this pointer was written for: a copied folder must not lead to the original's cluster. */
  dataDir: string;
  home: string;
}

function readPointer(file: string): Pointer | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Pointer;
  } catch {
    return undefined;
  }
}

/** Creates folders with a mode of their own, whatever the umask is; existing ones are left as they are. */
function makeDir(dir: string, mode: number): void {
  const first = mkdirSync(dir, { recursive: true });
  if (first === undefined) return;
  for (let path = resolve(dir); ; path = dirname(path)) {
    chmodSync(path, mode);
    if (path === resolve(first)) return;
  }
}

/**
 * The folder that holds everything of one embedded server: `cluster`, `password`, `port`, `server.log`. It is
 * `dataDir/postgres`, unless the server's account cannot pass a folder above (a checkout under a private home, started
 * as root); then it lies under /var/lib/tributary or the temporary folder, and `dataDir/postgres-location.json` says where.
 */
export function prepareHome(dataDir: string, user: ServerUser): string {
  const mode = user.uid === undefined ? 0o700 : 0o755;
  makeDir(dataDir, mode);
  const realDataDir = realpathSync(dataDir);
  const pointerFile = join(realDataDir, 'postgres-location.json');

  if (canReach(user, realDataDir)) {
    const home = join(realDataDir, 'postgres');
    makeDir(home, mode);
    return home;
  }

  const pointer = readPointer(pointerFile);
  if (pointer?.dataDir === realDataDir && existsSync(pointer.home) && canReach(user, pointer.home)) return pointer.home;

  const home = makeRelocatedHome(realDataDir, user, mode);
  writeFileSync(pointerFile, JSON.stringify({ dataDir: realDataDir, home } satisfies Pointer, null, 2) + '\n');
  return home;
}

function makeRelocatedHome(realDataDir: string, user: ServerUser, mode: number): string {
  const name = createHash('sha256').update(realDataDir).digest('hex').slice(0, 16);
  const systemHome = join(SYSTEM_DIR, name);
  try {
    makeDir(systemHome, mode);
    if (canReach(user, systemHome)) return systemHome;
  } catch {
    // A read-only /var: the temporary folder is left.
  }
  const home = mkdtempSync(join(tmpdir(), 'tributary-postgres-'));
  chmodSync(home, mode);
  return home;
}
