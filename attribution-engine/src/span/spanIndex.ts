import { FatalError } from '@tributary/protocol';
import { createArrayColumn, type Column } from './column.js';

export const SPAN_METHOD = 'span/1';

/** Every this many suffixes, one has its first symbols in {@link SpanTables.samples}. */
export const SAMPLE_EVERY = 256;
/** How many symbols a sample holds. */
export const SAMPLE_SYMBOLS = 8;

/** What is said to be a span index is none. */
export class MalformedSpanIndexError extends FatalError {
  constructor(facts: { reason: string }, options?: ErrorOptions) {
    super(`This is not a span index: ${facts.reason}. Rebuild it from the rows, or fetch it again.`, facts, options);
  }
}

/** An admitted training row as `span/1` sees it. */
export interface SpanRow {
  /** The completion's token ids, without an end token. */
  tokens: ArrayLike<number>;
  contributionId: number;
  /** Which line of the contribution it is, from 0. */
  line: number;
}

/** The tokenizer whose ids a span index holds. */
export interface SpanVocabulary {
  /** V: token ids are below it. */
  vocabularySize: number;
  /** Digest of its `tokenizer.json`, or empty. */
  tokenizerDigest: string;
}

/**
 * A span index in memory: N rows, T tokens. The *text* is the rows one after the other, a token as its id + 1, each row
 * closed by a 0; T + N symbols. Rows, contributions and lines are what the root covers; the rest follows from them.
 */
export interface SpanTables extends SpanVocabulary {
  /** The text; 16 bits a symbol where V ≤ 65,535. */
  symbols: Uint16Array | Uint32Array;
  /** [T]: the suffix array of the text without the suffixes that begin with 0. */
  suffixes: Uint32Array;
  /** [V + 1]: the first rank of each token's suffixes, then T. */
  tokenStarts: Uint32Array;
  /** [⌈T / 256⌉, 8]: the first symbols of every 256th suffix, 0 past the end of the text. */
  samples: Uint16Array | Uint32Array;
  /** [N]: where each row begins in the text. */
  rowStarts: Uint32Array;
  contributions: Uint32Array;
  lines: Uint32Array;
}

/** A span index to be asked, its columns in memory or on disk. Columns mean what {@link SpanTables} says. */
export interface SpanIndex extends SpanVocabulary {
  readonly symbols: Column;
  readonly suffixes: Column;
  readonly tokenStarts: Column;
  readonly samples: Column;
  readonly rowStarts: Column;
  readonly contributions: Column;
  readonly lines: Column;
}

/** An index in memory, ready to be asked. */
export function createSpanIndex(tables: SpanTables): SpanIndex {
  return {
    vocabularySize: tables.vocabularySize,
    tokenizerDigest: tables.tokenizerDigest,
    symbols: createArrayColumn(tables.symbols),
    suffixes: createArrayColumn(tables.suffixes),
    tokenStarts: createArrayColumn(tables.tokenStarts),
    samples: createArrayColumn(tables.samples),
    rowStarts: createArrayColumn(tables.rowStarts),
    contributions: createArrayColumn(tables.contributions),
    lines: createArrayColumn(tables.lines),
  };
}

/** Where in the text the suffix of this rank begins; throws {@link MalformedSpanIndexError} where that is outside. */
export function suffixAt(index: SpanIndex, rank: number): number {
  const position = index.suffixes.get(rank);
  if (position >= index.symbols.length) {
    throw new MalformedSpanIndexError({ reason: `suffix ${rank} begins at ${position}, outside the text` });
  }
  return position;
}

/** The row that holds this position of the text. */
export function rowAt(index: SpanIndex, position: number): number {
  let low = 0;
  let high = index.rowStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (index.rowStarts.get(middle) <= position) low = middle;
    else high = middle;
  }
  return low;
}
