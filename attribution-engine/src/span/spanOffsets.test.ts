import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spanOffsets } from './spanOffsets.js';

/** A tokenizer of single bytes: every character beyond ASCII is split. */
const decodeBytes = (tokens: readonly number[]): string => new TextDecoder().decode(Uint8Array.from(tokens));
const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

it('moves both ends of a span outwards to whole characters', () => {
  const tokens = bytesOf('a€😀b');
  const offsetsOf = (start: number, end: number): unknown =>
    spanOffsets(tokens, [{ start, end }], decodeBytes).offsets[0];
  expect(offsetsOf(0, 1)).toEqual({ start: 0, end: 1 });
  expect(offsetsOf(1, 4)).toEqual({ start: 1, end: 2 });
  expect(offsetsOf(2, 3)).toEqual({ start: 1, end: 2 });
  expect(offsetsOf(3, 5)).toEqual({ start: 1, end: 4 });
  expect(offsetsOf(8, 9)).toEqual({ start: 4, end: 5 });
  expect(spanOffsets(tokens, [], decodeBytes).text).toBe('a€😀b');
});

it('does so anywhere in a long text of any characters', () => {
  const spans = fc.tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), fc.nat(), fc.nat());
  fc.assert(
    fc.property(spans, ([text, a, b]) => {
      // A byte order mark at the beginning is what TextDecoder itself drops.
      fc.pre(text.isWellFormed() && !text.startsWith('\uFEFF') && !text.includes('\uFEFF'));
      const tokens = bytesOf(text);
      const start = Math.min(a % tokens.length, b % tokens.length);
      const end = 1 + Math.max(a % tokens.length, b % tokens.length);
      const ends: number[] = [0];
      const lengths: number[] = [0];
      for (const character of text) {
        ends.push(ends.at(-1)! + bytesOf(character).length);
        lengths.push(lengths.at(-1)! + character.length);
      }
      expect(spanOffsets(tokens, [{ start, end }], decodeBytes).offsets).toEqual([
        {
          start: lengths[ends.findLastIndex((at) => at <= start)],
          end: lengths[ends.findIndex((at) => at >= end)],
        },
      ]);
    }),
    { numRuns: 300 },
  );
});

it('knows decoders that drop a space at the beginning', () => {
  const words = ['▁The', '▁quick', 'er', '▁fox'];
  const decode = (tokens: readonly number[]): string =>
    tokens
      .map((token) => words[token]!)
      .join('')
      .replaceAll('▁', ' ')
      .replace(/^ /, '');
  const tokens = Array.from({ length: 200 }, (_, i) => i % 4);
  const { text, offsets } = spanOffsets(
    tokens,
    [
      { start: 161, end: 163 },
      { start: 0, end: 1 },
    ],
    decode,
  );
  expect(offsets.map(({ start, end }) => text.slice(start, end))).toEqual([' quicker', 'The']);
  expect(offsets[0]!.start).toBe(40 * ' The quicker fox'.length + ' The'.length - 1);
});

it('takes the rest for one character where none is whole, in bounded work', () => {
  let decoded = 0;
  const tokens = Array.from({ length: 20_000 }, () => 0x80);
  const decode = (part: readonly number[]): string => (
    (decoded += part.length),
    part.length === tokens.length ? 'x' : '?'
  );
  expect(spanOffsets(tokens, [{ start: 300, end: 400 }], decode).offsets).toEqual([{ start: 0, end: 1 }]);
  expect(decoded).toBeLessThan(100_000);
});

it('stays within the text and in order, whatever a decoder makes of its tokens', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 120 }), (answers, length) => {
      const decode = (part: readonly number[]): string => answers[part.length % answers.length]!;
      const spans = Array.from({ length }, (_, start) => ({ start, end: start + 1 }));
      const { text, offsets } = spanOffsets(new Array<number>(length).fill(0), spans, decode);
      for (const { start, end } of offsets) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});
