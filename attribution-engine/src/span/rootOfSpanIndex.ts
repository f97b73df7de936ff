import { digestOf, indexRoot, type Digest } from '@tributary/protocol';
import { keccak256 } from '../keccak256.js';
import type { SpanIndex } from './spanIndex.js';
import { spanRows } from './spanRows.js';

/**
 * The Merkle root that the model's owner commits: `indexRoot` over the rows, a record being the row's token ids as
 * little-endian uint32. It covers the text and the contributions; all else follows from the text, see `checkSpanIndex`.
 *
 * @throws MalformedSpanIndexError when the text is not rows of tokens
 */
export function rootOfSpanIndex(index: SpanIndex): Digest {
  return indexRoot(
    spanRows(index).map((tokens, row) => ({
      contribution: index.contributions.get(row),
      record: encodeTokens(tokens),
    })),
    keccak256,
  );
}

/** The digest of one row's record. */
export function spanRecordDigest(tokens: ArrayLike<number>): Digest {
  return digestOf(encodeTokens(tokens));
}

function encodeTokens(tokens: ArrayLike<number>): Uint8Array {
  const record = new Uint8Array(tokens.length * 4);
  const view = new DataView(record.buffer);
  for (let i = 0; i < tokens.length; i++) view.setUint32(i * 4, tokens[i]!, true);
  return record;
}
