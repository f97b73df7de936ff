/** Lengths, in characters, of text columns. Indexed ones must stay below a third of a Postgres page in UTF-8. */
export const NAME_LENGTH = 256;
export const REASON_LENGTH = 1024;
export const URI_LENGTH = 2048;
export const TEXT_LENGTH = 8192;

/** Control characters, and those that reorder or hide the text around them. */
const UNSAFE = /[\p{Cc}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

/**
 * Text from the chain, as columns hold it: well-formed, without control or bidirectional formatting characters (U+FFFD
 * instead), at most `length` characters. Anyone may write anything on chain.
 */
export function toColumnText(text: string, length: number): string {
  // Two UTF-16 units make at most one character: cut early, so that a megabyte is not spread into characters.
  const characters = Array.from(text.slice(0, length * 2).toWellFormed());
  return characters.slice(0, length).join('').replaceAll(UNSAFE, '\uFFFD');
}
