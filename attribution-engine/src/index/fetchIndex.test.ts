import { cidOf, digestOf, MalformedDigestError, type Digest } from '@tributary/protocol';
import { describe, expect, it } from 'vitest';
import type { BlobSource } from '../blobs/blobSource.js';
import { BlobTooLargeError, BlobUnavailableError, ForbiddenAddressError } from '../blobs/errors.js';
import { IndexRootError, fetchIndex } from './fetchIndex.js';
import { MalformedIndexError, encodeIndex, rootOfIndex } from './indexFile.js';

const INDEX = {
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
const ROOT = rootOfIndex(INDEX);
const LIMIT = 1 << 20;

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

describe('fetchIndex', () => {
  it('gives the index whose root was committed', async () => {
    expect(await fetchIndex(sourceOf(BYTES), { uri: uriOf(BYTES), root: ROOT }, LIMIT)).toEqual(INDEX);
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
    await expect(fetchIndex(sourceOf(BYTES), { uri: uriOf(BYTES), root: ROOT }, BYTES.length - 1)).rejects.toThrow(
      BlobTooLargeError,
    );
  });
});
