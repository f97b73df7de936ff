import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cidOf, digestOf, MalformedDigestError, type Digest } from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import type { BlobSource } from '../blobs/blobSource.js';
import { BlobTooLargeError, BlobUnavailableError, ForbiddenAddressError } from '../blobs/errors.js';
import { IndexRootError, fetchIndex } from './fetchIndex.js';
import { allocateRows, readerOf, type AttributionIndex, type IndexReader } from './attributionIndex.js';
import { MalformedIndexError, encodeIndex } from './indexFile.js';
import { rootOfIndex } from './rootOfIndex.js';
import { encodeShardManifest } from './shardManifest.js';

const INDEX: AttributionIndex = {
  method: 'gradient/1',
  blocks: [{ name: 'start/a', dimension: 2 }],
  values: Int8Array.of(1, 2, 3, 4),
  exponents: Int8Array.of(0, -1),
  contributions: Uint32Array.of(7, 8),
  lines: Uint32Array.of(0, 0),
  baseDigest: '0xb',
  adapterDigest: '0xa',
};
const BYTES = encodeIndex(INDEX);
const ROOT = await rootOfIndex(readerOf(INDEX));
const LIMIT = { limitBytes: 1 << 20 };

/** Gives what it holds, as a real source does. */
function sourceOf(...held: Uint8Array[]): BlobSource {
  const byDigest = new Map<Digest, Uint8Array>(held.map((bytes) => [digestOf(bytes), bytes]));
  return {
    async fetch({ digest }, limitBytes) {
      const bytes = byDigest.get(digest);
      if (!bytes) throw new BlobUnavailableError({ uri: digest, reason: 'HTTP status 404' });
      if (bytes.length > limitBytes) throw new BlobTooLargeError({ uri: digest, limitBytes });
      return bytes;
    },
  };
}
const uriOf = (bytes: Uint8Array): string => `ipfs://${cidOf(digestOf(bytes))}`;

/** Everything a reader gives. */
async function readAll({ read, loadExamples, close, ...index }: IndexReader): Promise<AttributionIndex> {
  const rows = allocateRows(index, index.contributions.length);
  await read(0, rows);
  const examples = await loadExamples();
  await close();
  return { ...index, ...rows, ...(examples && { examples }) };
}

describe('fetchIndex', () => {
  it('gives the index whose root was committed', async () => {
    expect(await readAll(await fetchIndex(sourceOf(BYTES), { uri: uriOf(BYTES), root: ROOT }, LIMIT))).toEqual(INDEX);
  });

  it('refuses an index of another root, and says both', async () => {
    const committed = `0x${'1'.repeat(64)}`;
    const fetched = fetchIndex(sourceOf(BYTES), { uri: uriOf(BYTES), root: committed }, LIMIT);
    await expect(fetched).rejects.toThrow(IndexRootError);
    await expect(fetched).rejects.toMatchObject({ facts: { committed, actual: ROOT } });
  });

  it('refuses rows of another owner under the same root', async () => {
    const stolen = encodeIndex({ ...INDEX, contributions: Uint32Array.of(7, 7) });
    await expect(fetchIndex(sourceOf(stolen), { uri: uriOf(stolen), root: ROOT }, LIMIT)).rejects.toThrow(
      IndexRootError,
    );
  });

  it('refuses bytes that are no index', async () => {
    const garbage = new TextEncoder().encode('garbage');
    await expect(fetchIndex(sourceOf(garbage), { uri: uriOf(garbage), root: ROOT }, LIMIT)).rejects.toThrow(
      MalformedIndexError,
    );
  });

  it.each([
    ['is nowhere', uriOf(Uint8Array.of(1)), BlobUnavailableError],
    ['is named by nothing', '', ForbiddenAddressError],
    ['is named by an https URI, which holds no digest', 'https://example.org/index', ForbiddenAddressError],
    ['is named by a file', 'file:///etc/passwd', ForbiddenAddressError],
    ['is named by no CID', 'ipfs://not-a-cid', MalformedDigestError],
    ['is named by a path', `${uriOf(BYTES)}/index`, MalformedDigestError],
    [
      'is named by a CID of another hash',
      'ipfs://QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n',
      MalformedDigestError,
    ],
  ])('says so when the index %s', async (_, uri, error) => {
    await expect(fetchIndex(sourceOf(BYTES), { uri, root: ROOT }, LIMIT)).rejects.toThrow(error);
  });

  it('passes its limit on', async () => {
    await expect(
      fetchIndex(sourceOf(BYTES), { uri: uriOf(BYTES), root: ROOT }, { limitBytes: BYTES.length - 1 }),
    ).rejects.toThrow(BlobTooLargeError);
  });

  it('keeps on disk what is too large for its memory, and leaves nothing there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fetch-index-'));
    const limits = { ...LIMIT, memoryBytes: 16, folder };
    const index = await fetchIndex(sourceOf(BYTES), { uri: uriOf(BYTES), root: ROOT }, limits);
    expect(await readdir(folder)).toEqual([]);
    expect(await readAll(index)).toEqual(INDEX);
    await rm(folder, { recursive: true });
  });

  describe('of several shards', () => {
    const shards = [0, 1].map((row) =>
      encodeIndex({
        ...INDEX,
        values: INDEX.values.subarray(2 * row, 2 * row + 2),
        exponents: INDEX.exponents.subarray(row, row + 1),
        contributions: INDEX.contributions.subarray(row, row + 1),
        lines: INDEX.lines.subarray(row, row + 1),
      }),
    );
    const list = shards.map((bytes) => ({ digest: digestOf(bytes), byteCount: bytes.length, rowCount: 1 }));
    const manifest = encodeShardManifest(list);
    const fetchShards = (bytes: Uint8Array, limits = LIMIT): Promise<IndexReader> =>
      fetchIndex(sourceOf(bytes, ...shards), { uri: uriOf(bytes), root: ROOT }, limits);

    it('is the same index, under the same root', async () => {
      expect(await readAll(await fetchShards(manifest))).toEqual(INDEX);
    });

    it('refuses another order, a missing shard, and one of another index', async () => {
      await expect(fetchShards(encodeShardManifest([...list].reverse()))).rejects.toThrow(IndexRootError);
      await expect(fetchShards(encodeShardManifest(list.slice(1)))).rejects.toThrow(IndexRootError);
      const foreign = encodeIndex({ ...INDEX, adapterDigest: '0xc' });
      const mixed = encodeShardManifest([
        ...list,
        { digest: digestOf(foreign), byteCount: foreign.length, rowCount: 2 },
      ]);
      await expect(
        fetchIndex(sourceOf(mixed, foreign, ...shards), { uri: uriOf(mixed), root: ROOT }, LIMIT),
      ).rejects.toThrow(MalformedIndexError);
    });

    it('counts all shards against the limit', async () => {
      await expect(fetchShards(manifest, { limitBytes: shards[0]!.length + 1 })).rejects.toThrow(BlobTooLargeError);
    });

    it.each([
      ['{"format":"tributary-index-shards/2","shards":[]}', 'another format'],
      ['{"format":"tributary-index-shards/1","shards":[]}', 'no shards'],
      ['{"format":"tributary-index-shards/1","shards":[{"digest":"0x12","byteCount":1,"rowCount":1}]}', 'no digest'],
      ['{"format":"tributary-index-shards/1","shards":[null]}', 'nothing'],
      ['null', 'null'],
      ['[1]', 'a list'],
    ])('refuses the manifest %s: %s', async (text) => {
      await expect(fetchShards(new TextEncoder().encode(text))).rejects.toThrow(MalformedIndexError);
    });
  });
});
