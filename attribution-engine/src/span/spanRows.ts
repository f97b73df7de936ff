import { MalformedSpanIndexError, type SpanIndex } from './spanIndex.js';

/**
 * The token ids of every row of the text, in order. What is no row of tokens is refused.
 *
 * @throws MalformedSpanIndexError
 */
export function* spanRows(index: SpanIndex): Generator<Uint32Array> {
  const { symbols, rowStarts, vocabularySize } = index;
  let position = 0;
  for (let row = 0; row < rowStarts.length; row++) {
    if (rowStarts.get(row) !== position) {
      throw new MalformedSpanIndexError({ reason: `row ${row} begins at ${rowStarts.get(row)}, not ${position}` });
    }
    let end = position;
    while (end < symbols.length && symbols.get(end) !== 0) end++;
    if (end === symbols.length) throw new MalformedSpanIndexError({ reason: `row ${row} is not closed` });
    const tokens = new Uint32Array(end - position);
    for (let i = 0; i < tokens.length; i++) {
      const token = symbols.get(position + i) - 1;
      if (token >= vocabularySize) throw new MalformedSpanIndexError({ reason: `row ${row} holds token ${token}` });
      tokens[i] = token;
    }
    position = end + 1;
    yield tokens;
  }
  if (position !== symbols.length) throw new MalformedSpanIndexError({ reason: 'its text goes on after the last row' });
}
