import { spanOffsets } from '../span/spanOffsets.js';
import type { TracedSpan } from '../span/traceSpans.js';
import { withoutEndToken } from '../span/withoutEndToken.js';

/** A run of an answer's text that stands word for word in training rows. For people: no gradient rule pays by it. */
export interface AnswerSpan {
  /** [start, end) in the completion, UTF-16. */
  start: number;
  end: number;
  tokenCount: number;
  /** How many rows hold it. */
  rowCount: number;
  /** The first of them. */
  rows: { contributionId: bigint; line: number }[];
}

const LISTED_ROWS = 10;

/** Finds the verbatim spans of an answer and places them in its text. */
export function placeSpans(
  completionIds: readonly number[],
  tokenizer: { decode(ids: readonly number[]): string; eosId: number },
  trace: (tokens: readonly number[]) => TracedSpan[],
): AnswerSpan[] {
  const tokens = withoutEndToken(completionIds, tokenizer.eosId);
  if (tokens.length === 0) return [];
  const spans = trace(tokens);
  const { offsets } = spanOffsets(tokens, spans, (ids) => (ids.length === 0 ? '' : tokenizer.decode(ids)));
  return spans.map(({ start, end, count, rows }, i) => ({
    ...offsets[i]!,
    tokenCount: end - start,
    rowCount: count,
    rows: rows.slice(0, LISTED_ROWS).map(({ contribution, line }) => ({ contributionId: BigInt(contribution), line })),
  }));
}
