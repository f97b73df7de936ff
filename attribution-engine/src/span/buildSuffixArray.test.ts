import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSuffixArray } from './buildSuffixArray.js';

/** The slow obvious twin. */
function sortNaively(text: ArrayLike<number>): number[] {
  return Array.from(text, (_, i) => i).sort((a, b) => {
    let k = 0;
    while (a + k < text.length && b + k < text.length && text[a + k] === text[b + k]) k++;
    return (a + k < text.length ? text[a + k]! : -1) - (b + k < text.length ? text[b + k]! : -1);
  });
}

const expectSorted = (text: Uint16Array | Uint32Array, alphabetSize: number): void =>
  expect([...buildSuffixArray(text, alphabetSize)]).toEqual(sortNaively(text));

function fibonacciWord(length: number): Uint16Array {
  let [shorter, word] = ['a', 'ab'];
  while (word.length < length) [shorter, word] = [word, word + shorter];
  return Uint16Array.from(word.slice(0, length), (letter) => (letter === 'a' ? 0 : 1));
}

describe('buildSuffixArray', () => {
  it('sorts every text of up to 9 symbols over 3 letters as sorting naively does', () => {
    for (let length = 0; length <= 9; length++) {
      for (let code = 0; code < 3 ** length; code++) {
        const text = Uint16Array.from({ length }, (_, i) => Math.floor(code / 3 ** i) % 3);
        const suffixes = buildSuffixArray(text, 3);
        const naive = sortNaively(text);
        if (naive.some((position, rank) => suffixes[rank] !== position)) expect([...suffixes]).toEqual(naive);
      }
    }
  });

  it('sorts random texts of any alphabet', () => {
    const texts = fc
      .integer({ min: 1, max: 70_000 })
      .chain((alphabetSize) =>
        fc.tuple(fc.constant(alphabetSize), fc.array(fc.nat(Math.min(alphabetSize - 1, 40)), { maxLength: 300 })),
      );
    fc.assert(
      fc.property(texts, ([alphabetSize, text]) => {
        // Small symbols repeat; the largest shows that the alphabet is taken at its word.
        expectSorted(Uint32Array.from([...text, alphabetSize - 1]), alphabetSize);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['all equal', new Uint16Array(2000)],
    ['ascending', Uint16Array.from({ length: 2000 }, (_, i) => i)],
    ['descending', Uint16Array.from({ length: 2000 }, (_, i) => 1999 - i)],
    ['period 2', Uint16Array.from({ length: 2001 }, (_, i) => i % 2)],
    ['period 7', Uint16Array.from({ length: 2000 }, (_, i) => [3, 1, 4, 1, 5, 9, 2][i % 7]!)],
    ['a period broken once', Uint16Array.from({ length: 2000 }, (_, i) => (i === 1500 ? 0 : 1 + (i % 3)))],
    ['Fibonacci', fibonacciWord(2500)],
    ['Thue–Morse', Uint16Array.from({ length: 2048 }, (_, i) => i.toString(2).replaceAll('0', '').length % 2)],
  ])('sorts an adversarial text: %s', (_, text) => expectSorted(text, 2000));

  it('sorts a Fibonacci word of 300,000 symbols, its worst recursion, in order', () => {
    const text = fibonacciWord(300_000);
    const suffixes = buildSuffixArray(text, 2);
    const rank = new Int32Array(text.length + 1).fill(-1);
    suffixes.forEach((position, i) => (rank[position] = i));
    expect(rank.indexOf(-1)).toBe(text.length);
    for (let i = 1; i < suffixes.length; i++) {
      const [a, b] = [suffixes[i - 1]!, suffixes[i]!];
      const ascending = text[a]! < text[b]! || (text[a] === text[b] && rank[a + 1]! < rank[b + 1]!);
      if (!ascending) expect.fail(`suffixes ${a} and ${b} are in the wrong order`);
    }
  });
});
