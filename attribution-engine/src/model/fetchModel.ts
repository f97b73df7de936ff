import type { ModelFiles } from '@tributary/lora';
import type { Digest } from '@tributary/protocol';
import type { BlobSource } from '../blobs/blobSource.js';
import { MalformedManifestError, parseManifest, type ArtifactManifest } from './artifactManifest.js';

const MANIFEST_LIMIT_BYTES = 1 << 20;

/** Fetches every file of a model artifact, each checked against its digest, within `limitBytes` in all. */
export async function fetchModel(
  blobs: BlobSource,
  artifact: { digest: Digest; uri?: string },
  format: ArtifactManifest['format'],
  limitBytes: number,
): Promise<ModelFiles> {
  const manifest = parseManifest(await blobs.fetch(artifact, MANIFEST_LIMIT_BYTES));
  if (manifest.format !== format) {
    throw new MalformedManifestError({ reason: `it is a ${manifest.format} artifact where ${format} is due` });
  }
  const files = new Map<string, Uint8Array>();
  let left = limitBytes;
  for (const { path, digest } of manifest.files) {
    const bytes = await blobs.fetch({ digest }, left);
    left -= bytes.length;
    files.set(path, bytes);
  }
  return files;
}
