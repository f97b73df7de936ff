import { digestOfUri, type BlobSource } from '../blobs/blobSource.js';
import { ForbiddenAddressError } from '../blobs/errors.js';
import { createMemorySource } from '../span/byteSource.js';
import { checkSpanIndex } from '../span/checkSpanIndex.js';
import { openSpanIndex } from '../span/openSpanIndex.js';
import { rootOfSpanIndex } from '../span/rootOfSpanIndex.js';
import type { SpanIndex } from '../span/spanIndex.js';
import { IndexRootError } from './fetchIndex.js';

/** Fetches a span index, checks its rows against the committed root, and that all else follows from them. */
export async function fetchSpanIndex(
  blobs: BlobSource,
  committed: { uri: string; root: string },
  limitBytes: number,
): Promise<SpanIndex> {
  const { uri, root } = committed;
  const digest = digestOfUri(uri);
  if (!digest) throw new ForbiddenAddressError({ uri, reason: 'an index is named by an ipfs:// URI' });
  const index = openSpanIndex(createMemorySource(await blobs.fetch({ digest, uri }, limitBytes)), Infinity);
  const actual = rootOfSpanIndex(index);
  if (actual !== root) throw new IndexRootError({ uri, committed: root, actual });
  checkSpanIndex(index);
  return index;
}
