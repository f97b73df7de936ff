import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Long packages (type declarations of browsers and of Node) would drown the others. */
const MAX_PACKAGE_CHARACTERS = 400_000;

/**
 * The English in the installed packages, as documents: READMEs and licence texts, paragraph by paragraph, each
 * package's description, and the comments of its type declarations. Packages are those of the lockfile that install on
 * every platform, in the order of their paths; files in the order of theirs; a paragraph seen before is left out. So
 * the same lockfile gives the same documents.
 *
 * @param {string} root the repository's folder
 * @returns {string[]}
 */
export function collectCorpus(root) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const folders = Object.entries(lock.packages)
    .filter(
      ([path, entry]) =>
        path.startsWith('node_modules/') && !entry.link && !entry.os && !entry.cpu && !entry.libc && !entry.optional,
    )
    .map(([path]) => path)
    .sort();
  const seen = new Set();
  return folders.flatMap((folder) => collectPackage(join(root, folder), seen));
}

function collectPackage(folder, seen) {
  const documents = [];
  let characters = 0;
  const keep = (paragraphs) => {
    const fresh = paragraphs.filter((paragraph) => !seen.has(paragraph));
    for (const paragraph of fresh) seen.add(paragraph);
    const text = fresh.join('\n\n');
    if (text.length < 40 || characters + text.length > MAX_PACKAGE_CHARACTERS) return;
    characters += text.length;
    documents.push(text);
  };
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof manifest.description === 'string') keep(selectParagraphs(`${manifest.name}: ${manifest.description}`));
  const files = listFiles(folder);
  for (const file of files.filter((path) => /(^|\/)(readme|license|licence|copying)[^/]*$/i.test(path))) {
    keep(selectParagraphs(stripMarkdown(readFileSync(join(folder, file), 'utf8'))));
  }
  for (const file of files.filter((path) => path.endsWith('.d.ts'))) {
    for (const [, comment] of readFileSync(join(folder, file), 'utf8').matchAll(/\/\*\*([\s\S]*?)\*\//g)) {
      keep(selectParagraphs(stripMarkdown(stripComment(comment))));
    }
  }
  return documents;
}

function listFiles(folder, prefix = '') {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listFiles(folder, `${prefix}${entry.name}/`);
      return entry.isFile() ? [prefix + entry.name] : [];
    });
}

/** A documentation comment's prose: without its stars, its examples, and the names of its tags. */
function stripComment(comment) {
  return comment
    .replace(/^[ \t]*\* ?/gm, '')
    .replace(/@example[\s\S]*?(?=\n@|$)/g, '')
    .replace(/\{@link(?:code|plain)? ([^}|]*)[^}]*\}/g, '$1')
    .replace(/^@(param|returns?|throws|deprecated|default|see|since)\b/gm, '\n@$1');
}

function stripMarkdown(text) {
  return text
    .replace(/\r/g, '')
    .replace(/^(`{3,}|~{3,})[\s\S]*?^\1.*$/gm, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/!?\[!\[[^\]]*\]\([^)]*\)\]\([^)]*\)/g, '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/^\[[^\]]*\]:.*$/gm, '')
    .replace(/<[^>\n]{1,300}>/g, '')
    .replace(/https?:\/\/\S+/g, '')
    .replace(/^#+ */gm, '')
    .replace(/[*_]{2,}/g, '');
}

/** Paragraphs on one line each, those that read as prose: plain ASCII, mostly letters, few symbols. */
function selectParagraphs(text) {
  return text
    .split(/\n\s*\n|\n(?=\s*[-*] )/)
    .map((paragraph) =>
      paragraph
        .replace(/^\s*[-*] +/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((paragraph) => {
      if (paragraph.length < 20 || paragraph.length > 4000 || !/^[\x20-\x7e]*$/.test(paragraph)) return false;
      const letters = paragraph.replace(/[^A-Za-z ]/g, '').length;
      const words = paragraph.split(' ').length;
      return letters / paragraph.length > 0.85 && words >= 4 && paragraph.length / words < 9;
    });
}
