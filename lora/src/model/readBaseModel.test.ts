import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createInitialAdapter } from '../adapter/createInitialAdapter.js';
import { encodeLoraAdapter } from '../adapter/encodeLoraAdapter.js';
import { readLoraAdapter } from '../adapter/readLoraAdapter.js';
import { MalformedModelError } from '../errors.js';
import { createSession } from '../session/createSession.js';
import { createRandomModelFiles } from './createRandomModelFiles.js';
import { loadBaseModel } from './loadBaseModel.js';
import { readBaseModel } from './readBaseModel.js';
import { readModelFolder } from './readModelFolder.js';
import { writeModelFolder } from './writeModelFolder.js';

const FILES = createRandomModelFiles('folder');
const BASE = loadBaseModel(FILES);
const ADAPTER = createInitialAdapter(BASE, { targetModules: ['q_proj'], r: 2, alpha: 2, seed: 1 });
const EXAMPLE = { promptIds: [7, 9], completionIds: [3, 5] };
const root = await mkdtemp(join(tmpdir(), 'tributary-folder-'));
let folder = '';
let count = 0;

beforeEach(async () => {
  folder = join(root, String(count++));
  await writeModelFolder(folder, FILES);
});
afterAll(() => rm(root, { recursive: true }));

test('a folder gives the same model as its files', async () => {
  const base = await readBaseModel(folder);
  expect(base.digest).toBe(BASE.digest);
  expect(await createSession(base, ADAPTER).gradient(EXAMPLE)).toEqual(
    await createSession(BASE, ADAPTER).gradient(EXAMPLE),
  );
});

test('links to files are followed, as in the Hugging Face cache', async () => {
  const snapshot = join(root, 'snapshot');
  await mkdir(snapshot);
  for (const name of FILES.keys()) await symlink(join(folder, name), join(snapshot, name));
  expect((await readBaseModel(snapshot)).digest).toBe(BASE.digest);
});

test('a file that changed since it was checked is not used', async () => {
  const base = await readBaseModel(folder);
  await appendFile(join(folder, 'model.safetensors'), ' ');
  expect(() => createSession(base)).toThrow('model.safetensors: it changed while it was in use');
  const weights = FILES.get('model.safetensors')!.slice();
  weights[weights.length - 1]! ^= 1;
  await writeFile(join(folder, 'model.safetensors'), weights);
  await utimes(join(folder, 'model.safetensors'), 1, 1);
  expect(() => createSession(base)).toThrow('model.safetensors: it changed while it was in use');
  await rm(join(folder, 'model.safetensors'));
  expect(() => createSession(base)).toThrow(/model.safetensors: it cannot be read \(ENOENT\)/);
});

test('queues, devices, dead links and folders are no files, and other files are not read', async () => {
  execFileSync('mkfifo', [join(folder, 'queue.json'), join(folder, 'queue')]);
  await symlink('/dev/zero', join(folder, 'zero.json'));
  await symlink('/nowhere', join(folder, 'dead'));
  await mkdir(join(folder, 'folder.json'));
  await writeFile(join(folder, 'notes.md'), '');
  await truncate(join(folder, 'notes.md'), 3 * 2 ** 30);
  expect((await readBaseModel(folder)).digest).toBe(BASE.digest);
  await expect(readModelFolder(folder)).rejects.toThrow('notes.md: 3221225472 bytes are too many to read at once');
  await rm(join(folder, 'notes.md'));
  expect([...(await readModelFolder(folder)).keys()].sort()).toEqual([...FILES.keys()].sort());
});

test.each(['config.json', 'tokenizer.json', 'model.safetensors'])(
  'a %s that is a device or a queue is missing',
  async (name) => {
    await rm(join(folder, name));
    await symlink('/dev/zero', join(folder, name));
    await expect(readBaseModel(folder)).rejects.toThrow(`${name}: the file is missing`);
    await rm(join(folder, name));
    execFileSync('mkfifo', [join(folder, name)]);
    await expect(readBaseModel(folder)).rejects.toThrow(`${name}: the file is missing`);
  },
);

test('files larger than any of their kind are refused by their size', async () => {
  await truncate(join(folder, 'tokenizer.json'), 2 ** 32);
  await expect(readBaseModel(folder)).rejects.toThrow(/tokenizer.json: 4294967296 bytes of JSON are more than/);
  await expect(readBaseModel(join(root, 'nowhere'))).rejects.toThrow(MalformedModelError);
});

test('an adapter is read from its folder', async () => {
  await writeModelFolder(folder, encodeLoraAdapter(ADAPTER));
  expect(await readLoraAdapter(folder, BASE)).toEqual(ADAPTER);
  await rm(join(folder, 'adapter_model.safetensors'));
  await writeFile(join(folder, 'adapter_model.bin'), '');
  await expect(readLoraAdapter(folder, BASE)).rejects.toThrow(/is a pickle/);
  await symlink('/dev/zero', join(folder, 'adapter_model.safetensors'));
  await expect(readLoraAdapter(folder, BASE)).rejects.toThrow('adapter_model.safetensors: it is not a regular file');
});
