import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MalformedModelError } from '../errors.js';
import type { ModelFiles } from './ModelFiles.js';

/** What one buffer of Node can be read from a file at once. */
const MAX_FILE_BYTES = 2 ** 31 - 1;

/**
 * Reads the plain files of a Hugging Face or PEFT folder, not its subfolders, whole. Links to files are followed, as
 * the Hugging Face cache has them; queues and devices are not read.
 *
 * @throws MalformedModelError for a file of 2 GiB or more, which `readBaseModel` can take
 */
export async function readModelFolder(folder: string): Promise<ModelFiles> {
  const files = new Map<string, Uint8Array>();
  for (const name of await listFolder(folder)) {
    const size = await getFileSize(join(folder, name));
    if (size === undefined) continue;
    if (size > MAX_FILE_BYTES)
      throw new MalformedModelError({ file: name, cause: `${size} bytes are too many to read at once` });
    files.set(name, new Uint8Array(await readFile(join(folder, name))));
  }
  return files;
}

/** The names in a model folder, sorted. @throws MalformedModelError when it cannot be listed */
export async function listFolder(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    throw new MalformedModelError({ file: folder, cause: 'it is not a folder that can be read' }, { cause: error });
  }
}

/** The size of a regular file, links followed; undefined for a folder, a queue, a device or a dead link. */
export async function getFileSize(path: string): Promise<number | undefined> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stats.size : undefined;
  } catch {
    return undefined;
  }
}
