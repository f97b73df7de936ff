import type { SpanSearch } from './createSpanSearch.js';

/** Tokens [start, end) of an answer. */
export interface Span {
  start: number;
  end: number;
}

/** Up to this length, the starts within a span are tried one after the other. */
const SHORT_SPAN = 4;

/**
 * The maximal verbatim spans of an answer: those that stand in some row while neither one token more on the left nor
 * one more on the right does. Ascending by start, and so by end. These are OLMoTrace's (arXiv 2504.07096), which takes
 * the longest match at every start and keeps those with a new right end; here the next start with a new right end is
 * searched for by halving, so that a long copied answer costs a few searches and not one for each of its tokens.
 */
export function findMaximalSpans(search: SpanSearch, length: number): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (let start = 0; start < length && end < length; start = nextStart(search, start, end)) {
    const reached = start + search.matchLength(start);
    if (reached > end) spans.push({ start, end: reached });
    end = Math.max(end, reached, start + 1);
  }
  return spans;
}

/** The first later start whose match goes past `end`: from some start on all do, and `end` itself counts as one. */
function nextStart(search: SpanSearch, start: number, end: number): number {
  if (end - start <= SHORT_SPAN) return start + 1;
  let low = start + 1;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (middle + search.matchLength(middle) > end) high = middle;
    else low = middle + 1;
  }
  return low;
}
