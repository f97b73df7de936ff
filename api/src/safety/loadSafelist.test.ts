import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashDocument, loadSafelist, SafelistFileError } from './loadSafelist.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safelist-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

it('reads documents of a folder and of a JSON file by the hash of their text', async () => {
  expect(hashDocument('{ a }')).toBe('1c7e1e347f726166b5b1c55afd61f278cc9b45e00c108ec33d540a566379811b');
  await write('one.graphql', '{ a }');
  await write('two.graphql', '{ b }');
  await write('notes.txt', 'not this');
  expect(new Set((await loadSafelist(folder)).values())).toEqual(new Set(['{ a }', '{ b }']));
  const file = await write('list.json', JSON.stringify({ [hashDocument('{ c }')]: '{ c }' }));
  expect([...(await loadSafelist(file))]).toEqual([[hashDocument('{ c }'), '{ c }']]);
});

it.each([
  ['a hash that lies', JSON.stringify({ ab: '{ a }' })],
  ['a document that is none', JSON.stringify({ [hashDocument('{')]: '{' })],
  ['no text', JSON.stringify({ ab: 1 })],
  ['an array', '[]'],
  ['no JSON', '{'],
])('refuses %s', async (_, text) => {
  await expect(loadSafelist(await write('bad.json', text))).rejects.toThrow(SafelistFileError);
});

it('names the file that is not there', async () => {
  await expect(loadSafelist(join(folder, 'nothing'))).rejects.toThrow(/nothing is not a usable list.*set API_SAFELIST/);
});
