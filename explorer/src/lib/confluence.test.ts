import { describe, expect, it } from 'vitest';
import { drawBank } from './confluence.ts';

const frame = { width: 400, height: 300, rowHeight: 50, throat: 80 };
/** y of the stream's upper edge at the bank and at the throat, and its thickness at both. */
const read = (path: string) => {
  const numbers = (path.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
  const [x, bankTop, , , , , middle, meetTop, meetBottom, , , , , , bankBottom] = numbers;
  return { x, bankTop, middle, meetTop, meetBottom, bankBottom };
};

describe('drawBank', () => {
  it('fills the throat without gap or overlap', () => {
    const streams = drawBank({ sizes: [5, 3, 2], side: 'left' }, frame).map((stream) => read(stream.path));
    expect(streams[0]?.meetTop).toBe(110);
    expect(streams[0]?.meetBottom).toBe(streams[1]?.meetTop);
    expect(streams[1]?.meetBottom).toBe(streams[2]?.meetTop);
    expect(streams[2]?.meetBottom).toBe(190);
    expect(streams.every((stream) => stream.x === 0 && stream.middle === 200)).toBe(true);
  });

  it('starts each stream at the middle of its row', () => {
    const [first] = drawBank({ sizes: [1, 1], side: 'right' }, frame).map((stream) => read(stream.path));
    expect(first?.x).toBe(400);
    expect(((first?.bankTop ?? 0) + (first?.bankBottom ?? 0)) / 2).toBe(125);
  });

  it('keeps the smallest visible and survives nothing at all', () => {
    const [, tiny] = drawBank({ sizes: [1_000_000, 1], side: 'left' }, frame).map((stream) => read(stream.path));
    expect((tiny?.bankBottom ?? 0) - (tiny?.bankTop ?? 0)).toBeCloseTo(1.5, 0);
    for (const { path } of drawBank({ sizes: [0, 0], side: 'left' }, frame)) expect(path).not.toContain('NaN');
    expect(drawBank({ sizes: [], side: 'left' }, frame)).toEqual([]);
  });
});
