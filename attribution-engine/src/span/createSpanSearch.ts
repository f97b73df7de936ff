import { SAMPLE_EVERY, SAMPLE_SYMBOLS, suffixAt, type SpanIndex } from './spanIndex.js';

/** Where an answer stands in the training text, by binary search in the suffix array. Ranks are those of the suffixes. */
export interface SpanSearch {
  /** How many tokens of the answer, from `start` on, stand somewhere in one row. */
  matchLength(start: number): number;
  /** The ranks [first, end) of the suffixes that begin with the answer's tokens [start, end). */
  ranksOf(start: number, end: number): { first: number; end: number };
  /** How often a token occurs. */
  countOf(token: number): number;
}

/** One range of ranks, and what its suffixes are known to share with the pattern. */
interface Range {
  low: number;
  high: number;
}

/**
 * Asks an index about one answer. Every search does at most log₂ T comparisons, each of which ends with the answer or
 * with the row; symbols that both ends of a range share with the pattern are not compared again (Manber and Myers 1993).
 */
export function createSpanSearch(index: SpanIndex, answer: readonly number[]): SpanSearch {
  const { symbols, tokenStarts, samples, vocabularySize } = index;
  const suffixCount = index.suffixes.length;

  /** The ranks of the suffixes that begin with this token, kept within the array whatever the file says. */
  const bucketOf = (token: number | undefined): Range => {
    if (token === undefined || !(token >= 0 && token < vocabularySize)) return { low: 0, high: 0 };
    const high = Math.min(tokenStarts.get(token + 1), suffixCount);
    return { low: Math.min(tokenStarts.get(token), high), high };
  };

  /** The bucket of the first token, narrowed by the samples; both ends stay inside it, neighbours included. */
  const narrow = (start: number, end: number): Range => {
    const range = bucketOf(answer[start]);
    const known = Math.min(SAMPLE_SYMBOLS, end - start);
    /** The first sample in the range that is after (or, for `orEqual`, not before) the pattern's first symbols. */
    const firstSample = (orEqual: boolean): number => {
      let low = Math.ceil(range.low / SAMPLE_EVERY);
      let high = Math.ceil(range.high / SAMPLE_EVERY);
      while (low < high) {
        const middle = (low + high) >>> 1;
        let order = 0;
        for (let i = 0; i < known && order === 0; i++) {
          order = samples.get(middle * SAMPLE_SYMBOLS + i) - (answer[start + i]! + 1);
        }
        if (order > 0 || (orEqual && order === 0)) high = middle;
        else low = middle + 1;
      }
      return low;
    };
    return {
      low: Math.max(range.low, (firstSample(true) - 1) * SAMPLE_EVERY),
      high: Math.min(range.high, firstSample(false) * SAMPLE_EVERY + 1),
    };
  };

  /** How many tokens of [start, end), `known` of which need no look, the suffix at `position` begins with. */
  const sharedLength = (position: number, start: number, end: number, known: number): number => {
    let shared = known;
    while (start + shared < end && symbols.get(position + shared) === answer[start + shared]! + 1) shared++;
    return shared;
  };

  /** The first rank in the range whose suffix is after the pattern; equal beginnings count as after, or as before. */
  const search = (start: number, end: number, range: Range, equalIsAfter: boolean): { rank: number; best: number } => {
    let { low, high } = range;
    // All suffixes of a bucket share the first token, so 1 needs no look.
    let lowShared = 1;
    let highShared = 1;
    let best = 0;
    while (low < high) {
      const middle = low + ((high - low) >>> 1);
      const position = suffixAt(index, middle);
      const shared = sharedLength(position, start, end, Math.min(lowShared, highShared));
      best = Math.max(best, shared);
      const isAfter =
        start + shared === end ? equalIsAfter : symbols.get(position + shared) > answer[start + shared]! + 1;
      if (isAfter) {
        high = middle;
        highShared = shared;
      } else {
        low = middle + 1;
        lowShared = shared;
      }
    }
    return { rank: low, best };
  };

  return {
    // The longest match is with a neighbour of the place where the whole rest of the answer would stand.
    matchLength: (start) => search(start, answer.length, narrow(start, answer.length), true).best,
    ranksOf(start, end) {
      const range = narrow(start, end);
      const first = search(start, end, range, true).rank;
      return { first, end: search(start, end, { low: first, high: range.high }, false).rank };
    },
    countOf(token) {
      const { low, high } = bucketOf(token);
      return high - low;
    },
  };
}
