import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelFiles } from './ModelFiles.js';

/** Reads the plain files of a Hugging Face or PEFT folder, not its subfolders. */
export async function readModelFolder(folder: string): Promise<ModelFiles> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  const contents = await Promise.all(
    names.sort().map(async (name) => [name, new Uint8Array(await readFile(join(folder, name)))] as const),
  );
  return new Map(contents);
}
