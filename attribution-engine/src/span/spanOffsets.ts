import type { Span } from './findMaximalSpans.js';

/** From how many tokens on a window of decoded tokens begins anew. */
const WINDOW_TOKENS = 32;
/** Where no character is whole for this many tokens, the rest counts as one character. */
const MAX_WINDOW_TOKENS = 256;

/**
 * Where spans of tokens stand in the decoded text, as UTF-16 offsets. Tokens may split a character: a cut between two
 * tokens is *clean* when what the tokens before it decode to is how the text begins, and an end that is not clean is
 * moved outwards to the next clean one. For people, nothing is paid by it.
 *
 * @param decode of the tokenizer; a split character decodes to something else, such as U+FFFD
 * @returns the text and, for each span, [start, end) in it
 */
export function spanOffsets(
  tokens: readonly number[],
  spans: readonly Span[],
  decode: (tokens: readonly number[]) => string,
): { text: string; offsets: Span[] } {
  const text = decode(tokens);
  const cuts = cleanCuts(tokens, text, decode);
  const outward = (token: number, step: -1 | 1): number => {
    let cut = token;
    while (cuts[cut]! < 0) cut += step;
    return cuts[cut]!;
  };
  return { text, offsets: spans.map(({ start, end }) => ({ start: outward(start, -1), end: outward(end, 1) })) };
}

/**
 * The offset of every clean cut, −1 for the others; [tokens + 1]. Tokens are decoded from a clean cut on, with the
 * token before it, since some decoders drop a space at the beginning.
 */
function cleanCuts(
  tokens: readonly number[],
  text: string,
  decode: (tokens: readonly number[]) => string,
): Float64Array {
  const cuts = new Float64Array(tokens.length + 1).fill(-1);
  cuts[0] = 0;
  cuts[tokens.length] = text.length;
  let base = 0;
  let clean = 0;
  let before = '';
  for (let cut = 1; cut < tokens.length && cut - base < MAX_WINDOW_TOKENS; cut++) {
    const first = Math.max(0, base - 1);
    const piece = decode(tokens.slice(first, cut));
    const offset = cuts[base]! + piece.length - before.length;
    if (offset < cuts[clean]! || !text.startsWith(piece.slice(before.length), cuts[base]!)) continue;
    cuts[cut] = offset;
    clean = cut;
    if (cut - base < WINDOW_TOKENS) continue;
    base = cut;
    before = decode(tokens.slice(cut - 1, cut));
  }
  return cuts;
}
