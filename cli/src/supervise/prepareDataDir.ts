import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataDirUnusableError, DiskFullError } from '../errors.js';

/** An empty Postgres takes 40 MiB and its log of changes up to a few hundred. */
const NEEDED_MIB = 256;

/**
 * Makes the data folder and its `run` and `logs`, and finds out before anything starts whether it can be written.
 *
 * @throws DataDirUnusableError, DiskFullError
 */
export function prepareDataDir(dataDir: string, neededMiB = NEEDED_MIB): void {
  try {
    for (const name of ['run', 'logs']) mkdirSync(join(dataDir, name), { recursive: true });
    const probe = join(dataDir, 'run', `probe.${process.pid}`);
    writeFileSync(probe, 'x');
    rmSync(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new DiskFullError({ dataDir, freeMiB: 0, neededMiB });
    throw new DataDirUnusableError({ dataDir, reason: code ?? String(error), cause: error });
  }
  const { bavail, bsize } = statfsSync(dataDir);
  const freeMiB = Math.floor((bavail * bsize) / 1024 / 1024);
  if (freeMiB < neededMiB) throw new DiskFullError({ dataDir, freeMiB, neededMiB });
}
