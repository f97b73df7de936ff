/** Marks above or below one letter; more than this many on a letter is drawing, not writing. */
const marksPerLetter = 4;

/**
 * Text that a stranger wrote, made safe to read: controls, bidi overrides, zero-width and tag characters become visible
 * as ⟨U+202E⟩, piles of combining marks are cut, and what is longer than `maxLength` characters ends in "…".
 * Line breaks and tabs stay when `multiline` is set and become spaces otherwise. The result is still only text: show it
 * in its own bidi isolate.
 */
export function visibleText(text: string, options: { maxLength?: number; multiline?: boolean } = {}): string {
  const { maxLength = 200, multiline = false } = options;
  let shown = '';
  let length = 0;
  let marks = 0;
  for (const character of text) {
    if (length >= maxLength) return `${shown}…`;
    if (/\p{M}/u.test(character)) {
      marks += 1;
      if (marks <= marksPerLetter) shown += character;
      continue;
    }
    marks = 0;
    length += 1;
    shown += showCharacter(character, multiline);
  }
  return shown;
}

function showCharacter(character: string, multiline: boolean): string {
  if (character === '\n' || character === '\t') return multiline ? character : ' ';
  if (character === '\r') return multiline ? '' : ' ';
  if (!/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]/u.test(character)) return character;
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `⟨U+${hex}⟩`;
}
