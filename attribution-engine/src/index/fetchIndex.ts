import { FatalError, type Digest } from '@tributary/protocol';
import { digestOfUri, type BlobSource } from '../blobs/blobSource.js';
import { ForbiddenAddressError } from '../blobs/errors.js';
import type { AttributionIndex } from './attributionIndex.js';
import { decodeIndex, rootOfIndex } from './indexFile.js';

/** The index bytes do not hash to the root that was committed on chain. */
export class IndexRootError extends FatalError {
  constructor(facts: { uri: string; committed: string; actual: Digest }) {
    super(
      `The index hashes to the root ${facts.actual}, but ${facts.committed} was committed. The model's owner has to commit the index that is used.`,
      facts,
    );
  }
}

/**
 * Fetches an index and checks every row against the committed Merkle root.
 *
 * @throws BlobError when the bytes cannot be had, {@link IndexRootError} or `MalformedIndexError` when they are wrong
 */
export async function fetchIndex(
  blobs: BlobSource,
  committed: { uri: string; root: string },
  limitBytes: number,
): Promise<AttributionIndex> {
  const { uri } = committed;
  const digest = digestOfUri(uri);
  if (!digest) throw new ForbiddenAddressError({ uri, reason: 'an index is named by an ipfs:// URI' });
  const index = decodeIndex(await blobs.fetch({ digest, uri }, limitBytes));
  const actual = rootOfIndex(index);
  if (actual !== committed.root) throw new IndexRootError({ uri, committed: committed.root, actual });
  return index;
}
