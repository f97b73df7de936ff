import { FatalError, canonicalJson, digestOf, type Digest } from '@tributary/protocol';

/** What a model artifact consists of; its canonical JSON is what `artifactDigest` names. */
export interface ArtifactManifest {
  format: 'huggingface' | 'peft';
  files: { path: string; digest: Digest; byteCount: number }[];
}

/** The bytes are not an artifact manifest. */
export class MalformedManifestError extends FatalError {
  constructor(facts: { reason: string }) {
    super(`The model artifact's manifest is malformed: ${facts.reason}. Its owner has to publish it again.`, facts);
  }
}

const MAX_FILES = 1000;
/** A plain file name: nothing that could leave a folder or surprise an object. */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Lists the files of a model, sorted by path, by digest. */
export function buildManifest(
  format: ArtifactManifest['format'],
  files: ReadonlyMap<string, Uint8Array>,
): { manifest: ArtifactManifest; bytes: Uint8Array; digest: Digest } {
  return encodeManifest(
    format,
    [...files].map(([path, bytes]) => ({ path, digest: digestOf(bytes), byteCount: bytes.length })),
  );
}

/** The manifest of files whose digests are known, sorted by path. */
export function encodeManifest(
  format: ArtifactManifest['format'],
  files: ArtifactManifest['files'],
): { manifest: ArtifactManifest; bytes: Uint8Array; digest: Digest } {
  const manifest = { format, files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
  const bytes = canonicalJson(manifest);
  return { manifest, bytes, digest: digestOf(bytes) };
}

/** Reads and checks a manifest. */
export function parseManifest(bytes: Uint8Array): ArtifactManifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new MalformedManifestError({ reason: 'it is not JSON in UTF-8' });
  }
  const { format, files } = (value ?? {}) as { format?: unknown; files?: unknown };
  if (format !== 'huggingface' && format !== 'peft')
    throw new MalformedManifestError({ reason: 'its format is unknown' });
  if (!Array.isArray(files) || files.length === 0 || files.length > MAX_FILES) {
    throw new MalformedManifestError({ reason: `it does not list 1 to ${MAX_FILES} files` });
  }
  const seen = new Set<string>();
  return {
    format,
    files: files.map((file: unknown) => {
      const { path, digest, byteCount } = (file ?? {}) as Record<string, unknown>;
      if (typeof path !== 'string' || !FILE_NAME.test(path)) {
        throw new MalformedManifestError({
          reason: `${String(JSON.stringify(path)).slice(0, 80)} is not a plain file name`,
        });
      }
      if (typeof digest !== 'string' || !/^0x[0-9a-f]{64}$/.test(digest)) {
        throw new MalformedManifestError({ reason: `${path} has no digest` });
      }
      if (!Number.isSafeInteger(byteCount) || (byteCount as number) < 0) {
        throw new MalformedManifestError({ reason: `${path} has no size` });
      }
      // Two machines must not choose differently between two files of one name.
      if (seen.has(path)) throw new MalformedManifestError({ reason: `${path} is listed twice` });
      seen.add(path);
      return { path, digest: digest as Digest, byteCount: byteCount as number };
    }),
  };
}
