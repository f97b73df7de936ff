import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FatalError, type Digest } from '@tributary/protocol';
import { digestOfUri, type BlobSource } from '../blobs/blobSource.js';
import { BlobTooLargeError, ForbiddenAddressError } from '../blobs/errors.js';
import { readerOf, type IndexReader } from './attributionIndex.js';
import { MalformedIndexError, decodeIndex } from './indexFile.js';
import { joinIndexes } from './joinIndexes.js';
import { openIndexFile } from './openIndexFile.js';
import { rootOfIndex } from './rootOfIndex.js';
import { parseShardManifest, type IndexShard } from './shardManifest.js';

/** The index bytes do not hash to the root that was committed on chain. */
export class IndexRootError extends FatalError {
  constructor(facts: { uri: string; committed: string; actual: Digest }) {
    super(
      `The index hashes to the root ${facts.actual}, but ${facts.committed} was committed. The model's owner has to commit the index that is used.`,
      facts,
    );
  }
}

/** What an index may weigh, and where it is kept while it is used. */
export interface IndexLimits {
  /** Of all its shards together. */
  limitBytes: number;
  /** A file that is larger is kept on disk and read in parts; 64 MiB unless told. */
  memoryBytes?: number;
  /** Where to; the system's folder for temporary files unless told. */
  folder?: string;
}

const DEFAULT_MEMORY_BYTES = 64 << 20;

/**
 * Fetches an index, all of its shards if it has several, and checks every row against the committed Merkle root.
 *
 * @throws BlobError when the bytes cannot be had, {@link IndexRootError} or `MalformedIndexError` when they are wrong
 */
export async function fetchIndex(
  blobs: BlobSource,
  committed: { uri: string; root: string },
  limits: IndexLimits,
): Promise<IndexReader> {
  const { uri } = committed;
  const digest = digestOfUri(uri);
  if (!digest) throw new ForbiddenAddressError({ uri, reason: 'an index is named by an ipfs:// URI' });
  const bytes = await blobs.fetch({ digest, uri }, limits.limitBytes);
  const shards = parseShardManifest(bytes);
  const index = shards ? await fetchShards(blobs, shards, uri, limits) : await openIndex(bytes, limits);
  try {
    const actual = await rootOfIndex(index);
    if (actual !== committed.root) throw new IndexRootError({ uri, committed: committed.root, actual });
    return index;
  } catch (error) {
    await index.close();
    throw error;
  }
}

async function fetchShards(
  blobs: BlobSource,
  shards: readonly IndexShard[],
  uri: string,
  limits: IndexLimits,
): Promise<IndexReader> {
  const { limitBytes } = limits;
  if (shards.reduce((sum, { byteCount }) => sum + byteCount, 0) > limitBytes) {
    throw new BlobTooLargeError({ uri, limitBytes });
  }
  const opened: IndexReader[] = [];
  try {
    for (const { digest, byteCount, rowCount } of shards) {
      // Shards go to disk even where each is small: together they are what was too large for one file.
      opened.push(await openIndex(await blobs.fetch({ digest }, byteCount), { ...limits, memoryBytes: 0 }));
      if (opened.at(-1)!.contributions.length !== rowCount) {
        throw new MalformedIndexError({
          reason: `a shard has ${opened.at(-1)!.contributions.length} rows, not ${rowCount}`,
        });
      }
    }
    return joinIndexes(opened);
  } catch (error) {
    await Promise.all(opened.map((shard) => shard.close()));
    throw error;
  }
}

async function openIndex(bytes: Uint8Array, limits: IndexLimits): Promise<IndexReader> {
  if (bytes.length <= (limits.memoryBytes ?? DEFAULT_MEMORY_BYTES)) return readerOf(decodeIndex(bytes));
  const folder = await mkdtemp(join(limits.folder ?? tmpdir(), 'tributary-index-'));
  try {
    const path = join(folder, 'index.safetensors');
    await writeFile(path, bytes);
    return await openIndexFile(path);
  } finally {
    // The open file outlives its name, and nothing is left behind however this process ends.
    await rm(folder, { recursive: true });
  }
}
