import { describe, expect, it } from 'vitest';
import { visibleText } from './visibleText.ts';

describe('visibleText', () => {
  it('leaves honest text of any script alone', () => {
    for (const text of ['MIT', 'naïve café', 'Ελληνικά', 'العربية', '日本語', '👩 with emoji', 'a < b && c > d']) {
      expect(visibleText(text)).toBe(text);
    }
  });

  it('makes bidi controls, zero-width and other invisible characters visible', () => {
    expect(visibleText('pay\u202Egpj.exe')).toBe('pay⟨U+202E⟩gpj.exe');
    expect(visibleText('a\u200Bb\u2066c\u0000d\u3164')).toBe('a⟨U+200B⟩b⟨U+2066⟩c⟨U+0000⟩d⟨U+3164⟩');
    expect(visibleText('\u{E0041}')).toBe('⟨U+E0041⟩');
    expect(visibleText('\uD800')).toBe('⟨U+D800⟩');
  });

  it('cuts piles of combining marks', () => {
    const pile = `Z${'\u0301'.repeat(60)}algo`;
    expect(visibleText(pile)).toBe(`Z${'\u0301'.repeat(4)}algo`);
  });

  it('clamps length by characters, not code units', () => {
    expect(visibleText('👍'.repeat(10), { maxLength: 3 })).toBe('👍👍👍…');
    expect(visibleText('abc', { maxLength: 3 })).toBe('abc');
  });

  it('keeps lines only where lines are wanted', () => {
    expect(visibleText('a\r\nb\tc')).toBe('a  b c');
    expect(visibleText('a\r\nb\tc', { multiline: true })).toBe('a\nb\tc');
  });
});
