import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { PostgresBinaries } from './getPostgresBinaries';
import { canReach, canReadTree, type ServerUser } from './ServerUser';

/**
 * The folder to run the programs from: npm's, or a copy below `home` when the server's account cannot read npm's or when
 * install scripts were switched off and the library links are missing.
 */
export function prepareBinaries(binaries: PostgresBinaries, user: ServerUser, home: string): string {
  const { nativeDir } = binaries;
  if (binaries.linked && canReach(user, nativeDir) && canReadTree(user, nativeDir)) return nativeDir;

  const copy = join(home, `native-${binaries.version}`);
  if (existsSync(copy)) return copy;

  const partial = `${copy}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(nativeDir, partial, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
  for (const { source, target } of binaries.links) {
    const link = join(partial, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    // Every link stands beside its file.
    symlinkSync(dirname(source) === dirname(target) ? basename(source) : join(partial, source), link);
  }
  chmodSync(partial, 0o755);
  for (const name of readdirSync(partial, { recursive: true, encoding: 'utf8' })) {
    const path = join(partial, name);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) continue;
    chmodSync(path, stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
  renameSync(partial, copy);
  return copy;
}
