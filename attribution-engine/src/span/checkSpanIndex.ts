import { MalformedSpanIndexError, SAMPLE_EVERY, SAMPLE_SYMBOLS, suffixAt, type SpanIndex } from './spanIndex.js';
import { spanRows } from './spanRows.js';

/**
 * Checks in linear time, with 4 bytes of memory a symbol, that everything in an index that follows from its text does:
 * row starts, token counts, suffix array and samples. Who publishes an index could otherwise hide rows from the search
 * under a valid root, so a recomputer calls this once per index, or builds its own from the rows.
 *
 * @throws MalformedSpanIndexError
 */
export function checkSpanIndex(index: SpanIndex): void {
  const { symbols, suffixes, tokenStarts, samples, vocabularySize } = index;
  spanRows(index).forEach(() => undefined);
  // Ranks from 1; 0 stands for the end of a row, which no comparison of a span goes past.
  const ranks = new Uint32Array(symbols.length);
  for (let rank = 0; rank < suffixes.length; rank++) {
    const position = suffixAt(index, rank);
    if (ranks[position] !== 0 || symbols.get(position) === 0) {
      throw new MalformedSpanIndexError({ reason: `suffix ${rank} is there twice, or begins where a row ends` });
    }
    ranks[position] = rank + 1;
  }
  let before = 0;
  let rankBefore = 0;
  let bucket = 0;
  for (let rank = 0; rank < suffixes.length; rank++) {
    const position = suffixes.get(rank);
    const symbol = symbols.get(position);
    const rankAfter = ranks[position + 1]!;
    const isAscending = symbol > before || (symbol === before && (rankBefore < rankAfter || rankBefore === 0));
    if (!isAscending) throw new MalformedSpanIndexError({ reason: `suffix ${rank} is out of order` });
    for (; bucket < symbol; bucket++) checkStart(tokenStarts.get(bucket), rank, bucket);
    before = symbol;
    rankBefore = rankAfter;
    if (rank % SAMPLE_EVERY !== 0) continue;
    for (let i = 0; i < SAMPLE_SYMBOLS; i++) {
      const sampled = samples.get((rank / SAMPLE_EVERY) * SAMPLE_SYMBOLS + i);
      if (sampled !== (position + i < symbols.length ? symbols.get(position + i) : 0)) {
        throw new MalformedSpanIndexError({ reason: `the sample of suffix ${rank} is another` });
      }
    }
  }
  for (; bucket <= vocabularySize; bucket++) checkStart(tokenStarts.get(bucket), suffixes.length, bucket);
}

function checkStart(start: number, expected: number, token: number): void {
  if (start !== expected) throw new MalformedSpanIndexError({ reason: `token ${token} does not start at ${start}` });
}
