import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toColumnText } from './toColumnText.js';

describe('toColumnText', () => {
  it.each([
    ['plain', 'plain'],
    ['a\0b\u001Bc\u009Fd', 'a\uFFFDb\uFFFDc\uFFFDd'],
    ['line\nbreak\ttab', 'line\uFFFDbreak\uFFFDtab'],
    ['evil\u202Etxt.exe\u2066', 'evil\uFFFDtxt.exe\uFFFD'],
    ['half \uD83D pair', 'half \uFFFD pair'],
    ['مرحبا 漢字 😀', 'مرحبا 漢字 😀'],
  ])('%j becomes %j', (text, expected) => expect(toColumnText(text, 256)).toBe(expected));

  it('never cuts a character in two, and keeps within length', () => {
    expect(toColumnText('😀'.repeat(10), 3)).toBe('😀😀😀');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, length) => {
        const column = toColumnText(text, length);
        expect(Array.from(column).length).toBeLessThanOrEqual(length);
        expect(column.isWellFormed()).toBe(true);
        expect(column).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
