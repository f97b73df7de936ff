import { VECTOR_BYTES, type PaddedLayout } from '../gpu/paddedLayout.js';
import { FEW_SHARED_BYTES } from './dotFewPtx.js';

/** One launch of `dotFew`: a stretch of the row that fits into shared memory for all its queries. */
export interface FewLaunch {
  /** Bytes of a padded row, from `first` on. */
  readonly first: number;
  readonly span: number;
  /** [partCount, 4]: offset in bytes from `first`, vectors, column, 1 to add to what is there. */
  readonly parts: Uint32Array;
}

/**
 * Divides a row into launches. No launch has two parts of one block: its threads would add to one int32 at a time. A
 * block wider than shared memory is cut; every piece but its first is added, in a later launch.
 */
export function planFewLaunches(layout: PaddedLayout, queryCount: number): FewLaunch[] {
  const limit = Math.floor(FEW_SHARED_BYTES / queryCount / VECTOR_BYTES) * VECTOR_BYTES;
  const launches: FewLaunch[] = [];
  let first = 0;
  let end = 0;
  let words: number[] = [];
  const finish = (): void => {
    if (words.length > 0) launches.push({ first, span: end - first, parts: Uint32Array.from(words) });
    first = end;
    words = [];
  };
  layout.blocks.forEach(({ offset, length }, column) => {
    if (end - first + length > limit) finish();
    for (let done = 0; done < length;) {
      const piece = Math.min(length - done, limit);
      if (done > 0) finish();
      words.push(offset + done - first, piece / VECTOR_BYTES, column, done > 0 ? 1 : 0);
      done += piece;
      end += piece;
    }
  });
  finish();
  return launches;
}
