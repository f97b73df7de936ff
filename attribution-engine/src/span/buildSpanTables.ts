import { FatalError } from '@tributary/protocol';
import { MAX_SYMBOLS, TextTooLongError, buildSuffixArray } from './buildSuffixArray.js';
import { SAMPLE_EVERY, SAMPLE_SYMBOLS, type SpanRow, type SpanTables, type SpanVocabulary } from './spanIndex.js';

/** A row holds something else than token ids of its vocabulary. */
export class UnknownTokenError extends FatalError {
  constructor(facts: { row: number; token: number; vocabularySize: number }) {
    super(
      `Row ${facts.row} holds ${facts.token}, which is no token id below ${facts.vocabularySize}. Encode it with the model's own tokenizer.`,
      facts,
    );
  }
}

/**
 * Builds a span index in memory: linear time, about 12 bytes a token at the most at once.
 *
 * @param rows admitted rows in the order of their commitment
 * @throws {@link UnknownTokenError}, {@link TextTooLongError}
 */
export function buildSpanTables(rows: readonly SpanRow[], vocabulary: SpanVocabulary): SpanTables {
  const { vocabularySize } = vocabulary;
  const symbolCount = rows.reduce((sum, row) => sum + row.tokens.length + 1, 0);
  if (symbolCount > MAX_SYMBOLS) throw new TextTooLongError({ symbolCount });
  const symbols = vocabularySize < 2 ** 16 ? new Uint16Array(symbolCount) : new Uint32Array(symbolCount);
  const rowStarts = new Uint32Array(rows.length);
  const tokenStarts = new Uint32Array(vocabularySize + 1);
  let position = 0;
  for (const [row, { tokens }] of rows.entries()) {
    rowStarts[row] = position;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      if (!Number.isInteger(token) || token < 0 || token >= vocabularySize) {
        throw new UnknownTokenError({ row, token, vocabularySize });
      }
      symbols[position++] = token + 1;
      tokenStarts[token + 1]!++;
    }
    position++;
  }
  for (let token = 0; token < vocabularySize; token++) tokenStarts[token + 1]! += tokenStarts[token]!;

  const sorted = buildSuffixArray(symbols, vocabularySize + 1);
  // Zeros sort first: the first N suffixes begin with the end of a row, where no span begins.
  const suffixes = new Uint32Array(sorted.buffer, rows.length * 4, symbolCount - rows.length);
  return {
    ...vocabulary,
    symbols,
    suffixes,
    tokenStarts,
    samples: takeSamples(symbols, suffixes),
    rowStarts,
    contributions: Uint32Array.from(rows, (row) => row.contributionId),
    lines: Uint32Array.from(rows, (row) => row.line),
  };
}

function takeSamples(symbols: Uint16Array | Uint32Array, suffixes: Uint32Array): Uint16Array | Uint32Array {
  const length = Math.ceil(suffixes.length / SAMPLE_EVERY) * SAMPLE_SYMBOLS;
  const samples = symbols instanceof Uint16Array ? new Uint16Array(length) : new Uint32Array(length);
  for (let i = 0; i < length; i += SAMPLE_SYMBOLS) {
    const begin = suffixes[(i / SAMPLE_SYMBOLS) * SAMPLE_EVERY]!;
    samples.set(symbols.subarray(begin, begin + SAMPLE_SYMBOLS), i);
  }
  return samples;
}
