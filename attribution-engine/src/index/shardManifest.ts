import { canonicalJson, type Digest } from '@tributary/protocol';
import { MalformedIndexError } from './indexFile.js';

const FORMAT = 'tributary-index-shards/1';
const MAX_SHARDS = 10_000;
const MAX_MANIFEST_BYTES = 4 << 20;

/** One part of an index that is too large for one file: an index file of its own, its rows following those before. */
export interface IndexShard {
  digest: Digest;
  byteCount: number;
  rowCount: number;
}

/** The list of an index's shards, as canonical JSON: what an index URI names when the index is sharded. */
export function encodeShardManifest(shards: readonly IndexShard[]): Uint8Array {
  return canonicalJson({ format: FORMAT, shards: shards.map((shard) => ({ ...shard })) });
}

/** Reads a shard manifest; undefined for bytes that are something else. @throws MalformedIndexError */
export function parseShardManifest(bytes: Uint8Array): IndexShard[] | undefined {
  if (bytes.length > MAX_MANIFEST_BYTES) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  const { format, shards } = (value ?? {}) as Record<string, unknown>;
  if (format !== FORMAT) throw new MalformedIndexError({ reason: `it is JSON, but no ${FORMAT}` });
  if (!Array.isArray(shards) || shards.length === 0 || shards.length > MAX_SHARDS) {
    throw new MalformedIndexError({ reason: `it does not list 1 to ${MAX_SHARDS} shards` });
  }
  return shards.map((shard: unknown, i) => {
    const { digest, byteCount, rowCount } = (shard ?? {}) as Record<string, unknown>;
    const isCount = (count: unknown): count is number => Number.isSafeInteger(count) && (count as number) >= 0;
    if (typeof digest !== 'string' || !/^0x[0-9a-f]{64}$/.test(digest) || !isCount(byteCount) || !isCount(rowCount)) {
      throw new MalformedIndexError({ reason: `shard ${i} is not a digest with two counts` });
    }
    return { digest: digest as Digest, byteCount, rowCount };
  });
}
