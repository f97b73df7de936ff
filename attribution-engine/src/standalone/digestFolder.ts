import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '@tributary/protocol';
import { encodeManifest } from '../model/artifactManifest.js';

/** sha-256 of a file's bytes, read in parts. */
export async function digestFile(path: string): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
  }
  return `0x${hash.digest('hex')}`;
}

/**
 * The digest of the manifest that the model in this folder would be published under: `artifactDigest` on chain. Its
 * plain files count, not its subfolders.
 */
export async function digestFolder(folder: string, format: 'huggingface' | 'peft'): Promise<Digest> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  const files = [];
  for (const path of names) {
    const stats = await stat(join(folder, path));
    if (!stats.isFile()) continue;
    files.push({ path, digest: await digestFile(join(folder, path)), byteCount: stats.size });
  }
  return encodeManifest(format, files).digest;
}
