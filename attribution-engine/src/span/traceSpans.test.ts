import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeSpans } from './attributeSpans.js';
import { buildSpanTables, UnknownTokenError } from './buildSpanTables.js';
import { createSpanSearch } from './createSpanSearch.js';
import { createSpanTracer } from './createSpanTracer.js';
import { findMaximalSpans } from './findMaximalSpans.js';
import { informationOf } from './informationOf.js';
import { createSpanIndex, type SpanIndex } from './spanIndex.js';
import { MAX_LISTED_ROWS, traceSpans } from './traceSpans.js';
import { withoutEndToken } from './withoutEndToken.js';

const indexOf = (rows: number[][], contributions = rows.map((_, row) => row + 1)): SpanIndex =>
  createSpanIndex(
    buildSpanTables(
      rows.map((tokens, row) => ({ tokens, contributionId: contributions[row]!, line: row })),
      { vocabularySize: 1 + rows.flat().reduce((max, token) => Math.max(max, token), 0), tokenizerDigest: '' },
    ),
  );

/** Where `part` stands in `row`. */
const placesIn = (row: readonly number[], part: readonly number[]): number[] =>
  row.flatMap((_, at) =>
    at + part.length <= row.length && part.every((token, i) => row[at + i] === token) ? [at] : [],
  );

/** The slow obvious twin of finding: every part of the answer that no neighbour extends. */
function maximalSpansOf(rows: number[][], answer: number[]): { start: number; end: number }[] {
  const stands = (start: number, end: number): boolean =>
    start >= 0 && end <= answer.length && rows.some((row) => placesIn(row, answer.slice(start, end)).length > 0);
  const spans = [];
  for (let start = 0; start < answer.length; start++) {
    for (let end = start + 1; end <= answer.length; end++) {
      if (stands(start, end) && !stands(start - 1, end) && !stands(start, end + 1)) spans.push({ start, end });
    }
  }
  return spans;
}

/** 40 rows of 60 tokens of 4,096, none twice near each other: parts of 4 tokens are far above chance. */
const ROWS = Array.from({ length: 40 }, (_, row) =>
  Array.from({ length: 60 }, (_, i) => (row * row * 997 + i * i * 61 + i * row * 13) % 4096),
);
const strangers = (count: number, seed = 0): number[] => Array.from({ length: count }, (_, i) => 5000 + seed + i);

describe('findMaximalSpans', () => {
  const tokens = (maxLength: number) => fc.array(fc.nat(3), { maxLength });

  it('finds what trying every part finds, and its ranks hold exactly its occurrences', () => {
    fc.assert(
      fc.property(fc.array(tokens(24), { maxLength: 8 }), tokens(40), (rows, answer) => {
        const index = indexOf(rows);
        const search = createSpanSearch(index, answer);
        const spans = findMaximalSpans(search, answer.length);
        expect(spans).toEqual(maximalSpansOf(rows, answer));
        for (const { start, end } of spans) {
          const ranks = search.ranksOf(start, end);
          const places = Array.from({ length: ranks.end - ranks.first }, (_, i) => index.suffixes.get(ranks.first + i));
          const expected = rows.flatMap((row, r) =>
            placesIn(row, answer.slice(start, end)).map((at) => index.rowStarts.get(r) + at),
          );
          expect(places.sort((a, b) => a - b)).toEqual(expected);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('finds the same in texts long enough for samples, with matches longer than a sample', () => {
    const random = fc.array(fc.nat(2), { minLength: 900, maxLength: 900 });
    fc.assert(
      fc.property(random, fc.nat(400), fc.nat(400), (text, from, other) => {
        const rows = [text.slice(0, 450), text.slice(450)];
        const answer = [...text.slice(from, from + 30), ...text.slice(450 + other, 450 + other + 12), 7, 1, 2];
        const spans = findMaximalSpans(createSpanSearch(indexOf(rows), answer), answer.length);
        expect(spans).toEqual(maximalSpansOf(rows, answer));
      }),
      { numRuns: 30 },
    );
  });

  it('asks little about a long copied answer', () => {
    const row = Array.from({ length: 20_000 }, (_, i) => (i * i) % 50_000);
    const search = createSpanSearch(indexOf([row]), [...row.slice(0, 9_000), 60_000, ...row.slice(11_000)]);
    let searches = 0;
    const counted = { ...search, matchLength: (start: number) => (searches++, search.matchLength(start)) };
    expect(findMaximalSpans(counted, 18_001)).toEqual([
      { start: 0, end: 9_000 },
      { start: 9_001, end: 18_001 },
    ]);
    expect(searches).toBeLessThan(50);
  });
});

describe('traceSpans', () => {
  it('names the rows that hold a span, where, and how much it says', () => {
    const shared = [4001, 4002, 4003, 4004, 4005, 4006, 4007];
    const rows = ROWS.map((row) => [...row]);
    rows[3] = [...rows[3]!.slice(0, 10), ...shared, ...rows[3]!.slice(10)];
    rows[9] = [...shared, 9, ...shared];
    const index = indexOf(rows);
    const { spans, holders } = traceSpans(index, [...strangers(5), ...shared, ...strangers(5)]);
    const count = (token: number): number => rows.flat().filter((other) => other === token).length;
    const information = shared.reduce((sum, token) => sum + informationOf(count(token), rows.flat().length), 0);
    expect(spans).toEqual([
      {
        start: 5,
        end: 12,
        information,
        paid: information,
        occurrences: 3,
        count: 2,
        rows: [
          { row: 3, contribution: 4, line: 3, offset: 10 },
          { row: 9, contribution: 10, line: 9, offset: 0 },
        ],
      },
    ]);
    expect(holders).toEqual([Uint32Array.of(3, 9)]);
  });

  it('keeps a span only 32 bits above chance', () => {
    const index = indexOf(ROWS);
    const bitsNeeded = informationOf(1, index.suffixes.length) + 32 * 65_536;
    const bitsOf = (tokens: number[]): number =>
      tokens.reduce((sum, t) => sum + informationOf(ROWS.flat().filter((o) => o === t).length, 2400), 0);
    const enough = ROWS[5]!.findIndex((_, i) => bitsOf(ROWS[5]!.slice(0, i)) >= bitsNeeded);
    const kept = (length: number): number =>
      traceSpans(index, [...ROWS[5]!.slice(0, length), ...strangers(3)]).spans.length;
    expect(enough).toBeGreaterThan(3);
    expect([kept(enough - 1), kept(enough)]).toEqual([0, 1]);
  });

  it('never lets a span cross from one row into the next', () => {
    const { spans } = traceSpans(indexOf(ROWS), [...ROWS[0]!.slice(-6), ...ROWS[1]!.slice(0, 6)]);
    expect(spans.map(({ start, end }) => [start, end])).toEqual([[0, 6]]);
  });

  it('keeps one span for 20 tokens, those that say most, and each token pays once', () => {
    const base = ROWS[2]!;
    const rows = [...ROWS, [...base.slice(20, 40), 1], [2, ...base.slice(30, 48), 3]];
    // Row 2 alone holds [0, 40) of the answer's first part; later parts overlap.
    const answer = [...base.slice(20, 50), ...strangers(4), ...ROWS[7]!.slice(0, 7)];
    const { spans } = traceSpans(indexOf(rows), answer);
    expect(spans.map(({ start, end }) => [start, end])).toEqual([
      [0, 30],
      [34, 41],
    ]);
    const [first, second] = traceSpans(
      indexOf([base.slice(0, 30), base.slice(26, 60), ...ROWS.slice(10)]),
      base.slice(0, 50),
    ).spans;
    expect([first!.start, first!.end, second!.start, second!.end]).toEqual([0, 30, 26, 50]);
    // The tokens [26, 30) stand in both and are paid with the first, which says more.
    expect(first!.information).toBeGreaterThan(second!.information);
    expect(first!.paid).toBe(first!.information);
    expect(second!.paid).toBeLessThan(second!.information);
    expect(second!.paid).toBeGreaterThan(0);
  });

  it('leaves to everybody what stands in more than 65,536 places', () => {
    const phrase = Array.from({ length: 17 }, (_, i) => i);
    const row = Array.from({ length: 65_536 }, () => phrase).flat();
    const occurrences = (...rows: number[][]): number[] =>
      traceSpans(indexOf(rows), phrase).spans.map((span) => span.occurrences);
    expect(occurrences(row)).toEqual([65_536]);
    expect(occurrences(row, phrase)).toEqual([]);
  });

  it('lists the first hundred rows and counts them all', () => {
    const rows = Array.from({ length: 150 }, (_, row) => [900 + row, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    const [span] = traceSpans(indexOf(rows), rows[0]!.slice(1)).spans;
    expect(span).toMatchObject({ start: 0, end: 14, count: 150, occurrences: 150 });
    expect(span!.rows.map(({ row }) => row)).toEqual(Array.from({ length: MAX_LISTED_ROWS }, (_, i) => i));
  });
});

describe('attributeSpans', () => {
  const answer = [...ROWS[4]!.slice(5, 25), ...strangers(6), ...ROWS[30]!.slice(0, 10)];

  it('pays the rows that hold the spans and says so by contribution', () => {
    const { unattributed, scores, shares, spans } = attributeSpans(indexOf(ROWS), answer);
    expect(unattributed).toBe(false);
    expect(scores.map(({ row, contribution, score }) => [row, contribution, score])).toEqual([
      [4, 5, BigInt(spans[0]!.paid)],
      [30, 31, BigInt(spans[1]!.paid)],
    ]);
    expect(shares).toEqual([
      {
        contributionId: 5n,
        weight: BigInt(spans[0]!.paid),
        rows: [{ row: 4, line: 4, weight: BigInt(spans[0]!.paid) }],
      },
      {
        contributionId: 31n,
        weight: BigInt(spans[1]!.paid),
        rows: [{ row: 30, line: 30, weight: BigInt(spans[1]!.paid) }],
      },
    ]);
  });

  it('moves nothing when accounts are split or merged', () => {
    const weigh = (contributions: number[]): unknown => {
      const { scores, spans } = attributeSpans(indexOf(ROWS, contributions), answer);
      return [scores.map(({ row, score }) => [row, score]), spans.map(({ paid, count }) => [paid, count])];
    };
    const separate = weigh(ROWS.map((_, row) => row + 1));
    expect(weigh(ROWS.map(() => 7))).toEqual(separate);
    const merged = attributeSpans(
      indexOf(
        ROWS,
        ROWS.map(() => 7),
      ),
      answer,
    ).shares;
    const apart = attributeSpans(indexOf(ROWS), answer).shares;
    expect(merged.map(({ weight }) => weight)).toEqual([apart.reduce((sum, { weight }) => sum + weight, 0n)]);
  });

  it('divides a span equally among its rows, rounded down, however often each holds it', () => {
    const part = ROWS[4]!.slice(0, 20);
    const rows = [[...part], [1, ...part, 2, ...part], [...part, 3], ...ROWS.slice(10)];
    const { spans, scores } = attributeSpans(indexOf(rows), part);
    expect(spans[0]).toMatchObject({ count: 3, occurrences: 4 });
    expect(scores.map(({ row, score }) => [row, score])).toEqual(
      [0, 1, 2].map((row) => [row, BigInt(Math.floor(spans[0]!.paid / 3))]),
    );
  });

  it.each([
    ['there are no rows', [], ROWS[0]!, 'NO_ROWS'],
    ['rows are empty', [[], []], ROWS[0]!, 'NO_SPAN'],
    ['nothing is verbatim', ROWS, strangers(30), 'NO_SPAN'],
    ['the answer is empty', ROWS, [], 'NO_SPAN'],
    ['too little is verbatim', ROWS, [...ROWS[0]!.slice(0, 8), ...strangers(153)], 'TOO_LITTLE'],
  ])('is unattributed where %s', (_, rows, tokens, reason) => {
    expect(attributeSpans(indexOf(rows), tokens)).toMatchObject({ unattributed: true, reason, scores: [], shares: [] });
  });

  it('counts a token that several spans hold once towards one in twenty', () => {
    const base = ROWS[2]!;
    const index = indexOf([base.slice(0, 30), base.slice(26, 60), ...ROWS.slice(10)]);
    const unattributed = (strange: number): boolean =>
      attributeSpans(index, [...base.slice(0, 50), ...strangers(strange)]).unattributed;
    expect([unattributed(950), unattributed(951)]).toEqual([false, true]);
  });

  it('is attributed with one token in twenty', () => {
    expect(attributeSpans(indexOf(ROWS), [...ROWS[0]!.slice(0, 8), ...strangers(152)]).unattributed).toBe(false);
  });

  it('is asked the same of rows in memory', () => {
    const tracer = createSpanTracer(ROWS.map((tokens, row) => ({ tokens, contributionId: row + 1, line: row })));
    expect(tracer.attribute(answer)).toEqual(attributeSpans(indexOf(ROWS), answer));
    expect(tracer.trace(answer)).toEqual(tracer.attribute(answer).spans);
    expect(createSpanTracer([]).trace([1, 2])).toEqual([]);
  });
});

it('counts the holders of a repeated span once, however often the answer repeats it', () => {
  const part = ROWS[4]!.slice(0, 20);
  const answer = Array.from({ length: 50 }, () => [...part, 6000]).flat();
  let lookUps = 0;
  const index = indexOf(ROWS);
  const { rowStarts } = index;
  const counted = { ...index, rowStarts: { ...rowStarts, get: (row: number) => (lookUps++, rowStarts.get(row)) } };
  const { spans } = traceSpans(counted, answer);
  expect(spans.map(({ start, count }) => [start, count])).toEqual(Array.from({ length: 50 }, (_, i) => [21 * i, 1]));
  // Six steps to find the row, and one look for each span's offset.
  expect(lookUps).toBeLessThan(60);
});

it('refuses rows of what is no token', () => {
  for (const token of [-1, 1.5, 5, Number.NaN]) {
    const rows = [{ tokens: [token], contributionId: 1, line: 0 }];
    expect(() => buildSpanTables(rows, { vocabularySize: 5, tokenizerDigest: '' })).toThrow(UnknownTokenError);
  }
});

it('leaves the end token out of an answer, and only at its end', () => {
  expect(withoutEndToken([0, 5, 0], 0)).toEqual([0, 5]);
  expect(withoutEndToken([0, 5], 0)).toEqual([0, 5]);
  expect(withoutEndToken([], 0)).toEqual([]);
});
