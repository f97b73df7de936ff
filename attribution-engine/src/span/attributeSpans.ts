import type { ContributionShare } from '../attribute.js';
import { sharesOfRows, type ScoredRow } from '../method/sharesOfRows.js';
import type { SpanIndex } from './spanIndex.js';
import { traceSpans, type TracedSpan } from './traceSpans.js';

/** An answer of which less than one token in this many stands in a kept span is unattributed. */
const MIN_COVERED = 20;

/** Whose verbatim text stands in one answer. */
export interface SpanAttribution {
  unattributed: boolean;
  reason?: 'NO_ROWS' | 'NO_SPAN' | 'TOO_LITTLE';
  /** By start; what the explorer highlights. There may be some where the answer is unattributed. */
  spans: TracedSpan[];
  /** The rows that weigh, heaviest first, ties by row; in 1/65,536 bit. */
  scores: ScoredRow[];
  /** Empty when unattributed. */
  shares: ContributionShare[];
}

/**
 * Divides the information of an answer's verbatim spans among the rows that hold them (docs/attribution-span.md §4):
 * each span's equally among its distinct rows, rounded down, whoever owns them, so splitting or merging accounts moves
 * nothing. A token pays once.
 *
 * @param answer the completion's token ids, without an end token
 */
export function attributeSpans(index: SpanIndex, answer: readonly number[]): SpanAttribution {
  const { spans, holders } = traceSpans(index, answer);
  const reason = reasonAgainst(index, spans, answer.length);
  if (reason) return { unattributed: true, reason, spans, scores: [], shares: [] };

  const byRow = new Map<number, number>();
  for (const [i, { paid, count }] of spans.entries()) {
    const part = Math.floor(paid / count);
    for (const row of holders[i]!) byRow.set(row, (byRow.get(row) ?? 0) + part);
  }
  const scores = [...byRow]
    .filter(([, score]) => score > 0)
    .sort(([rowA, a], [rowB, b]) => b - a || rowA - rowB)
    .map(([row, score]) => ({
      row,
      contribution: index.contributions.get(row),
      line: index.lines.get(row),
      score: BigInt(score),
    }));
  return { unattributed: false, spans, scores, shares: sharesOfRows(scores) };
}

function reasonAgainst(
  index: SpanIndex,
  spans: readonly TracedSpan[],
  answerLength: number,
): SpanAttribution['reason'] {
  if (index.rowStarts.length === 0) return 'NO_ROWS';
  if (spans.length === 0) return 'NO_SPAN';
  let covered = 0;
  let end = 0;
  for (const span of spans) {
    covered += Math.max(0, span.end - Math.max(end, span.start));
    end = Math.max(end, span.end);
  }
  return MIN_COVERED * covered < answerLength ? 'TOO_LITTLE' : undefined;
}
