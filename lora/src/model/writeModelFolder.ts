import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MalformedModelError } from '../errors.js';
import type { ModelFiles } from './ModelFiles.js';

/** Writes model files into `folder`, made if absent; other files there are left alone. A name may not leave the folder. */
export async function writeModelFolder(folder: string, files: ModelFiles): Promise<void> {
  for (const name of files.keys()) {
    if (name !== basename(name) || name === '.' || name === '..' || name === '') {
      throw new MalformedModelError({ file: name, cause: 'the name is not a plain file name' });
    }
  }
  await mkdir(folder, { recursive: true });
  await Promise.all([...files].map(([name, bytes]) => writeFile(join(folder, name), bytes)));
}
