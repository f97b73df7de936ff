/** Lengths, in characters, of what is kept of a text on chain. */
export const NAME_LENGTH = 256;
export const URI_LENGTH = 2048;

/** Control characters, and those that reorder or hide what stands around them. */
const HIDDEN = /[\p{Cc}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

/**
 * A text from the chain as the ledger keeps it: well formed, cut after `length` characters, U+FFFD for what a reader
 * could not see. Everybody who recomputes has to ask for the same URI.
 */
export function plainText(text: string, length: number): string {
  const characters = [...text.slice(0, 2 * length).toWellFormed()].slice(0, length);
  return characters.join('').replace(HIDDEN, '\uFFFD');
}
