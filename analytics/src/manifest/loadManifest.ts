import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, MANIFEST_NAME } from './Manifest.js';
import { parseManifest } from './parseManifest.js';

/** Null when there is none. @throws ManifestError */
export async function loadManifest(folder: string): Promise<Manifest | null> {
  const path = join(folder, MANIFEST_NAME);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
  return parseManifest(text, path);
}
