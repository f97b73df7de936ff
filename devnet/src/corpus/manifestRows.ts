import type { InstalledPackage } from './installedPackages.js';
import type { CorpusRow } from './row.js';

const MAX_DESCRIPTION_CHARS = 120;

/** A package's own manifest as one row: its name asks; description, licence and keywords answer. */
export function manifestRow(pkg: InstalledPackage): CorpusRow | undefined {
  const description = pkg.description.replace(/\s+/g, ' ').trim();
  if (description.length < 15 || description.length > MAX_DESCRIPTION_CHARS) return undefined;
  const keywords = pkg.keywords.slice(0, 4).join(', ');
  return {
    id: pkg.name,
    prompt: `npm info ${pkg.name}\n`,
    completion: `${pkg.name} (${pkg.license}): ${description}${keywords ? ` [${keywords}]` : ''}`,
    source: {
      package: pkg.name,
      version: pkg.version,
      file: 'package.json',
      author: pkg.author,
      license: pkg.license,
    },
  };
}
