import { createSpanSearch, type SpanSearch } from './createSpanSearch.js';
import { findMaximalSpans, type Span } from './findMaximalSpans.js';
import { UNITS_PER_BIT, informationOf } from './informationOf.js';
import { MalformedSpanIndexError, rowAt, suffixAt, type SpanIndex } from './spanIndex.js';

/** A span has to be this much rarer than what chance alone would place once in the training text. */
const MIN_BITS_ABOVE_CHANCE = 32;
/** What stands in more places than this is common property. */
export const MAX_OCCURRENCES = 65_536;
/** One span is kept for this many tokens of the answer, and one for what is left. */
const TOKENS_PER_SPAN = 20;
/** How many of its rows a traced span lists. */
export const MAX_LISTED_ROWS = 100;

/** A row that holds a span. */
export interface SpanRowMatch {
  row: number;
  contribution: number;
  line: number;
  /** The token of the row at which the span begins there first. */
  offset: number;
}

/** A verbatim span of an answer and where it comes from. All numbers are exact integers. */
export interface TracedSpan extends Span {
  /** Of its tokens together, in 1/65,536 bit. */
  information: number;
  /** Of those of its tokens that no kept span of more information holds: what is divided among its rows. */
  paid: number;
  /** How often it stands in the training text. */
  occurrences: number;
  /** In how many rows. */
  count: number;
  /** The first {@link MAX_LISTED_ROWS} of them, ascending. */
  rows: SpanRowMatch[];
}

/** The kept spans of an answer, by start, and for each the rows that hold it, ascending, all of them. */
export interface SpanTrace {
  spans: TracedSpan[];
  holders: Uint32Array[];
}

interface Candidate extends Span {
  information: number;
  first: number;
  occurrences: number;
}

/**
 * Finds what of an answer stands verbatim in the training rows (docs/attribution-span.md §3). The same on every
 * machine: nothing but integers.
 *
 * @param answer the completion's token ids, without an end token
 * @throws MalformedSpanIndexError when the index contradicts itself where it is asked
 */
export function traceSpans(index: SpanIndex, answer: readonly number[]): SpanTrace {
  const search = createSpanSearch(index, answer);
  const tokenCount = index.suffixes.length;
  const minimum = tokenCount > 0 ? informationOf(1, tokenCount) + MIN_BITS_ABOVE_CHANCE * UNITS_PER_BIT : 0;
  /** Units of the answer's tokens before each position; [L + 1]. */
  const before = measureTokens(search, answer, tokenCount);
  const candidates: Candidate[] = [];
  for (const { start, end } of findMaximalSpans(search, answer.length)) {
    const information = before[end]! - before[start]!;
    if (information < minimum) continue;
    const ranks = search.ranksOf(start, end);
    const occurrences = ranks.end - ranks.first;
    if (occurrences < 1 || occurrences > MAX_OCCURRENCES) continue;
    candidates.push({ start, end, information, first: ranks.first, occurrences });
  }
  const kept = candidates
    .sort((a, b) => b.information - a.information || a.start - b.start)
    .slice(0, Math.ceil(answer.length / TOKENS_PER_SPAN));

  // Most information first, so that a token belongs to the first span that claims it.
  const claimed = new Uint8Array(answer.length);
  const known = new Map<string, Places>();
  const traced = kept.map((span) => {
    let paid = 0;
    for (let i = span.start; i < span.end; i++) {
      if (claimed[i] === 0) paid += before[i + 1]! - before[i]!;
      claimed[i] = 1;
    }
    return traceSpan(index, span, paid, known);
  });
  traced.sort((a, b) => a.span.start - b.span.start);
  return { spans: traced.map(({ span }) => span), holders: traced.map(({ holders }) => holders) };
}

function measureTokens(search: SpanSearch, answer: readonly number[], tokenCount: number): Float64Array {
  const known = new Map<number, number>();
  const before = new Float64Array(answer.length + 1);
  for (const [i, token] of answer.entries()) {
    let units = known.get(token);
    if (units === undefined) {
      const count = search.countOf(token);
      units = count > 0 ? informationOf(count, tokenCount) : 0;
      known.set(token, units);
    }
    before[i + 1] = before[i]! + units;
  }
  return before;
}

/** The rows that hold a span, ascending, and where in the text it begins in each first. */
interface Places {
  holders: Uint32Array;
  positions: Uint32Array;
}

/** @param known places of the spans traced before: a model that repeats itself repeats a span a thousand times */
function traceSpan(
  index: SpanIndex,
  { start, end, information, first, occurrences }: Candidate,
  paid: number,
  known: Map<string, Places>,
): { span: TracedSpan; holders: Uint32Array } {
  const key = `${first} ${occurrences}`;
  const places = known.get(key) ?? findPlaces(index, first, occurrences);
  known.set(key, places);
  const { holders, positions } = places;
  const rows = Array.from(holders.subarray(0, MAX_LISTED_ROWS), (row, i): SpanRowMatch => {
    const offset = positions[i]! - index.rowStarts.get(row);
    if (!(offset >= 0)) throw new MalformedSpanIndexError({ reason: `no row begins before position ${positions[i]}` });
    return { row, contribution: index.contributions.get(row), line: index.lines.get(row), offset };
  });
  return { span: { start, end, information, paid, occurrences, count: holders.length, rows }, holders };
}

function findPlaces(index: SpanIndex, first: number, occurrences: number): Places {
  const all = new Uint32Array(occurrences);
  for (let i = 0; i < occurrences; i++) all[i] = suffixAt(index, first + i);
  all.sort();
  const rows = all.map((position) => rowAt(index, position));
  const isFirst = (_: number, i: number): boolean => rows[i] !== rows[i - 1];
  return { holders: rows.filter(isFirst), positions: all.filter(isFirst) };
}
