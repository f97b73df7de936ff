import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** An npm package that is installed here: real files of a real author under a real licence. */
export interface InstalledPackage {
  name: string;
  version: string;
  description: string;
  keywords: string[];
  /** The person or organisation that package.json names. */
  author: string;
  /** SPDX expression. */
  license: string;
  folder: string;
}

/** Every installed package that says who made it and under which licence, by name. */
export function listInstalledPackages(nodeModules: string): Map<string, InstalledPackage> {
  const names = readdirSync(nodeModules).flatMap((entry) =>
    entry.startsWith('.')
      ? []
      : entry.startsWith('@')
        ? readdirSync(join(nodeModules, entry)).map((scoped) => `${entry}/${scoped}`)
        : [entry],
  );
  const packages = names
    .filter((name) => !name.startsWith('@tributary/'))
    .sort()
    .flatMap((name) => readPackage(name, join(nodeModules, name)) ?? []);
  return new Map(packages.map((pkg) => [pkg.name, pkg]));
}

function readPackage(name: string, folder: string): InstalledPackage | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const json = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const author = personName(json['author']) ?? personName((json['maintainers'] as unknown[] | undefined)?.[0]);
  if (!author || typeof json['license'] !== 'string' || typeof json['description'] !== 'string') return undefined;
  return {
    name,
    version: String(json['version']),
    description: json['description'],
    keywords: Array.isArray(json['keywords']) ? json['keywords'].map(String) : [],
    author,
    license: json['license'],
    folder,
  };
}

/** npm writes people as `Name <mail> (url)` or as an object. */
function personName(person: unknown): string | undefined {
  const name = typeof person === 'string' ? person : (person as { name?: unknown } | undefined)?.name;
  if (typeof name !== 'string') return undefined;
  return name.replace(/[<(].*$/, '').trim() || undefined;
}

/** The text of the first of these files that a package has. */
export function readFirst(pkg: InstalledPackage, files: readonly string[]): { file: string; text: string } | undefined {
  const file = files.find((candidate) => existsSync(join(pkg.folder, candidate)));
  return file === undefined ? undefined : { file, text: readFileSync(join(pkg.folder, file), 'utf8') };
}
