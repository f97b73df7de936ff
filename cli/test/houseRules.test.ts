import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** What is written by hand: everything but outputs, dependencies, data and generated files. */
function listSources(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return isForeign(path) ? [] : listSources(path);
    return /\.(ts|mts|js|mjs|svelte|sol|css|sh)$/.test(path) && !path.includes('.generated.') ? [path] : [];
  });
}

function isForeign(path: string): boolean {
  return (
    /(^|\/)(node_modules|\.git|\.cache|\.svelte-kit|generated)$/.test(path) ||
    /^[^/]+\/(lib|build|abi)$/.test(path) ||
    /^(squid\/src\/abi|\.tributary.*|coverage)$/.test(path)
  );
}

const sources = listSources().map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

test('the walk finds the sources', () => {
  const paths = sources.map(({ path }) => path);
  expect(paths).toContain('cli/src/main.ts');
  expect(paths).toContain('protocol/src/errors.ts');
  expect(paths.filter((path) => /node_modules|^[^/]+\/lib\//.test(path))).toEqual([]);
});

test('no file is longer than 500 lines', () => {
  const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > 500);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test('no folder is a drawer', () => {
  const drawers = sources.filter(({ path }) => /(^|\/)(utils?|common|helpers?|shared|misc)\//.test(path));
  expect(drawers.map(({ path }) => path)).toEqual([]);
});

test('nothing is left to do or switched off in a comment', () => {
  const marks = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'eslint-' + 'disable', '@ts-' + '(ignore|nocheck)'].join('|'));
  const marked = sources.filter(({ text }) => marks.test(text));
  expect(marked.map(({ path }) => path)).toEqual([]);
});
