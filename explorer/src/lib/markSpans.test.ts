import { describe, expect, it } from 'vitest';
import { markSpans } from './markSpans.ts';

const span = (start: number, end: number, row = 'r') => ({ start, end, rowCount: 1, rows: [row] });
const pieces = (text: string, spans: ReturnType<typeof span>[]) =>
  markSpans(text, spans).map((piece) => (piece.span ? [piece.text, piece.span.rows[0]] : piece.text));

describe('markSpans', () => {
  it('cuts a text at its spans, whatever their order', () => {
    expect(pieces('abcdefgh', [span(5, 7, 'y'), span(1, 3, 'x')])).toEqual(['a', ['bc', 'x'], 'de', ['fg', 'y'], 'h']);
  });

  it('gives what two spans hold to the first', () => {
    expect(pieces('abcdef', [span(0, 4, 'x'), span(2, 6, 'y')])).toEqual([
      ['abcd', 'x'],
      ['ef', 'y'],
    ]);
  });

  it('loses no text, and marks nothing outside it or without rows', () => {
    expect(pieces('abc', [span(2, 9), span(7, 8), { ...span(0, 1), rows: [] }])).toEqual(['ab', ['c', 'r']]);
    expect(pieces('', [span(0, 1)])).toEqual([]);
    expect(pieces('abc', [])).toEqual(['abc']);
  });
});
