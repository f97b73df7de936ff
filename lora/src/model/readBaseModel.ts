import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MalformedModelError } from '../errors.js';
import type { ByteSource } from '../safetensors/ByteSource.js';
import { createFileSource } from './createFileSource.js';
import { checkBaseModel, joinFileDigests, listDigestedFiles, type BaseModel } from './loadBaseModel.js';
import type { ModelFiles } from './ModelFiles.js';
import { MAX_JSON_BYTES } from './parseJsonFile.js';
import { getFileSize, listFolder } from './readModelFolder.js';

/**
 * As `loadBaseModel` from a folder on disk, without ever holding more than one tensor of it in memory: weights are
 * checked now, and read again whenever a session places them. Files may be of any size.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export async function readBaseModel(folder: string): Promise<BaseModel> {
  const names = await listFolder(folder);
  const files = await readSmallFiles(folder, names);
  const sources = new Map<string, ByteSource>();
  for (const name of listDigestedFiles(files)) {
    if (name.endsWith('.safetensors') && (await getFileSize(join(folder, name))) !== undefined)
      sources.set(name, createFileSource(join(folder, name)));
  }
  const base = checkBaseModel(files, (name) => sources.get(name));
  const digests: [string, string][] = [];
  for (const name of listDigestedFiles(files)) {
    if (sources.has(name) || files.has(name)) digests.push([name, await digestFile(join(folder, name))]);
  }
  return { ...base, digest: joinFileDigests(digests) };
}

/** The JSON files, and an empty stand-in for each pickle, so that advice can name it. */
async function readSmallFiles(folder: string, names: readonly string[]): Promise<ModelFiles> {
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    if (name.endsWith('.bin')) files.set(name, new Uint8Array(0));
    const size = name.endsWith('.json') ? await getFileSize(join(folder, name)) : undefined;
    if (size === undefined) continue;
    if (size > MAX_JSON_BYTES)
      throw new MalformedModelError({ file: name, cause: `${size} bytes of JSON are more than ${MAX_JSON_BYTES}` });
    files.set(name, new Uint8Array(await readFile(join(folder, name))));
  }
  return files;
}

async function digestFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
