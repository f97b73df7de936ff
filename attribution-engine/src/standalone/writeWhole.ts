import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a file so that it is there whole or not at all. */
export async function writeWhole(folder: string, file: string, content: Uint8Array | string): Promise<void> {
  const path = join(folder, file);
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}
