import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { InstalledPackage } from './installedPackages.js';
import type { CorpusRow } from './row.js';

const MAX_SIGNATURE_CHARS = 130;
const MAX_COMMENT_CHARS = 110;
const DOCUMENTED = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*\n\s*([^\n]+(?:\n[^\n]+){0,3})/g;

/** Documented declarations of a package's type definitions as rows: the comment asks, the signature answers. */
export function signatureRows(pkg: InstalledPackage, limit: number): CorpusRow[] {
  const rows: CorpusRow[] = [];
  const seen = new Set<string>();
  for (const file of listTypeDefinitions(pkg.folder)) {
    for (const [, comment, following] of readFileSync(join(pkg.folder, file), 'utf8').matchAll(DOCUMENTED)) {
      const said = firstSentence(comment!);
      const signature = /^[^;{]+/.exec(following!)![0].replace(/\s+/g, ' ').trim();
      if (!said || signature.length < 15 || signature.length > MAX_SIGNATURE_CHARS || seen.has(signature)) continue;
      seen.add(signature);
      rows.push({
        id: `${pkg.name}#${rows.length + 1}`,
        prompt: `// ${said}\n`,
        completion: signature,
        source: { package: pkg.name, version: pkg.version, file, author: pkg.author, license: pkg.license },
      });
      if (rows.length === limit) return rows;
    }
  }
  return rows;
}

function listTypeDefinitions(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => file.endsWith('.d.ts') && !/(^|\/)(node_modules|esm|cjs|commonjs)\//.test(file))
    .sort();
}

function firstSentence(comment: string): string | undefined {
  const text = comment
    .replace(/^\s*\*\s?/gm, ' ')
    .replace(/@[\s\S]*$/, '')
    .replace(/[`{}]|@link/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const sentence = /^.+?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
  return sentence.length >= 12 && sentence.length <= MAX_COMMENT_CHARS ? sentence : undefined;
}
