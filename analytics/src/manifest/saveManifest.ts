import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { formatManifest } from './formatManifest.js';
import { type Manifest, MANIFEST_NAME } from './Manifest.js';
import { syncFolder } from './syncFolder.js';

/** Whoever reads at any moment, also after a power cut, finds the old one or the new one, whole. */
export async function saveManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, MANIFEST_NAME);
  const file = await open(`${path}.new`, 'w');
  try {
    await file.writeFile(formatManifest(manifest));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  await syncFolder(folder);
}
