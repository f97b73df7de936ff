import { readFirst, type InstalledPackage } from './installedPackages.js';
import type { CorpusRow } from './row.js';

const MIN_CHARS = 40;
const MAX_CHARS = 150;

/** Sections of a package's README as rows: its heading asks, the first sentences of its text answer. */
export function manualRows(pkg: InstalledPackage, limit: number): CorpusRow[] {
  const readme = readFirst(pkg, ['README.md', 'readme.md', 'Readme.md']);
  if (!readme) return [];
  const rows: CorpusRow[] = [];
  let heading = '';
  let inCode = false;
  for (const block of readme.text.replaceAll('\r', '').split(/\n{2,}/)) {
    const fences = block.match(/^(```|~~~)/gm)?.length ?? 0;
    const startsInCode = inCode;
    if (fences % 2 === 1) inCode = !inCode;
    if (startsInCode || fences > 0) continue;
    const title = /^#{1,6}\s+(.+)/.exec(block)?.[1];
    if (title) heading = plainText(title);
    const text = plainText(title ? block.replace(/^#.+\n?/, '') : block);
    const completion = firstSentences(text);
    if (heading.length < 3 || heading.length > 48 || completion.length < MIN_CHARS) continue;
    rows.push({
      id: `${pkg.name}#${rows.length + 1}`,
      prompt: `${pkg.name}: ${heading}\n`,
      completion,
      source: { package: pkg.name, version: pkg.version, file: readme.file, author: pkg.author, license: pkg.license },
    });
    if (rows.length === limit) break;
  }
  return rows;
}

/** Markdown without its marks, links as their text, on one line. */
function plainText(markdown: string): string {
  return markdown
    .replace(/<[^>]+>/g, ' ')
    .replace(/!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])/g, ' ')
    .replace(/\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/[*_`>|#]+/g, '')
    .replace(/^[-+\d.]+\s/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** As many whole sentences as fit; empty when not even the first does or the text is no prose. */
function firstSentences(text: string): string {
  if (!/^[A-Z]/.test(text)) return '';
  let result = '';
  for (const sentence of text.match(/[^.!?]+[.!?]+(\s|$)/g) ?? []) {
    if ((result + sentence).trimEnd().length > MAX_CHARS) break;
    result += sentence;
  }
  return result.trim();
}
