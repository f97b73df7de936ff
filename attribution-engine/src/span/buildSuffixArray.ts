import { FatalError } from '@tributary/protocol';

/** Positions, and their complements, are signed 32-bit while sorting. */
export const MAX_SYMBOLS = 2 ** 31 - 2;

/** More text than one suffix array can point into. */
export class TextTooLongError extends FatalError {
  constructor(facts: { symbolCount: number }) {
    super(
      `${facts.symbolCount} symbols do not fit one suffix array, which points at up to ${MAX_SYMBOLS}. Index the datanet in parts.`,
      facts,
    );
  }
}

/** Symbols of a text, or the names of its parts in a recursion. */
type Text = Uint16Array | Uint32Array | Int32Array;

/**
 * The suffix array of a text: the start of every suffix, in ascending order of the suffixes; the end of the text is
 * smaller than every symbol. Linear time; besides text and array, 8 bytes a symbol of the alphabet and, while names are
 * sorted, 8 bytes a distinct name.
 *
 * Induced sorting after Nong, Zhang and Chan (SA-IS, 2009): a suffix is of type L when it is larger than the next one,
 * else S; those of type S with an L on their left ("leftmost S") are sorted first and the others follow from them. The
 * sign bit is used as in Mori's sais-lite: an entry is complemented when the symbol to its left says that this pass has
 * to leave it alone, so that each symbol is looked up once, while it is cached.
 *
 * @param text symbols below `alphabetSize`
 * @throws {@link TextTooLongError}
 */
export function buildSuffixArray(text: Uint16Array | Uint32Array, alphabetSize: number): Int32Array {
  if (text.length > MAX_SYMBOLS) throw new TextTooLongError({ symbolCount: text.length });
  const suffixes = new Int32Array(text.length);
  sortSuffixes(text, suffixes, alphabetSize);
  return suffixes;
}

/** Fills `suffixes`, as long as the text; what it held is lost. The text of a recursion lies elsewhere in one buffer. */
function sortSuffixes(text: Text, suffixes: Int32Array, alphabetSize: number): void {
  suffixes.fill(0);
  if (text.length < 2) return;
  const counts = new Int32Array(alphabetSize);
  for (let i = 0; i < text.length; i++) counts[text[i]!]!++;
  const bucket = new Int32Array(alphabetSize);

  const leftmostCount = sortLeftmost(text, suffixes, counts, bucket);
  suffixes.fill(0, leftmostCount);
  setEnds(counts, bucket);
  for (let i = leftmostCount - 1; i >= 0; i--) {
    const position = suffixes[i]!;
    suffixes[i] = 0;
    suffixes[--bucket[text[position]!]!] = position;
  }
  setStarts(counts, bucket);
  induceL(text, suffixes, bucket);
  setEnds(counts, bucket);
  induceS(text, suffixes, bucket);
}

/** Puts the leftmost S positions, in the order of their suffixes, at the beginning of `suffixes`; returns their number. */
function sortLeftmost(text: Text, suffixes: Int32Array, counts: Int32Array, bucket: Int32Array): number {
  let count = 0;
  setEnds(counts, bucket);
  forLeftmost(text, (position) => {
    // The neighbour on the left is what the first pass will place.
    suffixes[--bucket[text[position]!]!] = position - 1;
    count++;
  });
  if (count === 0) return 0;
  setStarts(counts, bucket);
  inducePartsL(text, suffixes, bucket);
  setEnds(counts, bucket);
  inducePartsS(text, suffixes, bucket);
  const names = nameParts(text, suffixes, count);
  if (names === count) return count;

  const reduced = suffixes.subarray(text.length - count);
  moveNames(suffixes, count, reduced);
  sortSuffixes(reduced, suffixes.subarray(0, count), names);
  let next = count;
  forLeftmost(text, (position) => (reduced[--next] = position));
  for (let i = 0; i < count; i++) suffixes[i] = reduced[suffixes[i]!]!;
  return count;
}

function setStarts(counts: Int32Array, bucket: Int32Array): void {
  for (let symbol = 0, sum = 0; symbol < counts.length; symbol++) {
    bucket[symbol] = sum;
    sum += counts[symbol]!;
  }
}

function setEnds(counts: Int32Array, bucket: Int32Array): void {
  for (let symbol = 0, sum = 0; symbol < counts.length; symbol++) {
    sum += counts[symbol]!;
    bucket[symbol] = sum;
  }
}

/** Visits the leftmost S positions from right to left. The last suffix is of type L: the empty one is smaller. */
function forLeftmost(text: Text, visit: (position: number) => void): void {
  let i = text.length - 1;
  for (;;) {
    while (i > 0 && text[i - 1]! >= text[i]!) i--;
    while (i > 0 && text[i - 1]! <= text[i]!) i--;
    if (i <= 0) return;
    visit(i);
  }
}

/**
 * Places the L suffixes after their right neighbours, from left to right. An entry is the position to be placed next
 * and stands in its right neighbour's bucket; it is complemented when it is of type S.
 */
function inducePartsL(text: Text, suffixes: Int32Array, bucket: Int32Array): void {
  const length = text.length;
  const last = text[length - 1]!;
  suffixes[bucket[last]!++] = text[length - 2]! < last ? ~(length - 2) : length - 2;
  for (let i = 0; i < length; i++) {
    const position = suffixes[i]!;
    if (position > 0) {
      const symbol = text[position]!;
      const left = position - 1;
      suffixes[i] = 0;
      suffixes[bucket[symbol]!++] = text[left]! < symbol ? ~left : left;
    } else if (position < 0) suffixes[i] = ~position;
  }
}

/** The same for the S suffixes, from right to left; leaves only the leftmost S positions, complemented. */
function inducePartsS(text: Text, suffixes: Int32Array, bucket: Int32Array): void {
  for (let i = text.length - 1; i >= 0; i--) {
    const position = suffixes[i]!;
    if (position <= 0) continue;
    const symbol = text[position]!;
    suffixes[i] = 0;
    suffixes[--bucket[symbol]!] = text[position - 1]! > symbol ? ~position : position - 1;
  }
}

/**
 * Names the parts between neighbouring leftmost S positions, both included, by their order, from 1. Positions move to
 * the beginning of `suffixes`; the name of the part at `p` stands at `count + ⌊p / 2⌋`, all else there being 0.
 *
 * @returns how many names there are
 */
function nameParts(text: Text, suffixes: Int32Array, count: number): number {
  const length = text.length;
  for (let i = 0, found = 0; found < count; i++) {
    const position = suffixes[i]!;
    if (position < 0) suffixes[found++] = ~position;
  }
  suffixes.fill(0, count);
  let next = length;
  forLeftmost(text, (position) => {
    suffixes[count + (position >> 1)] = next - position + 1;
    next = position;
  });
  let names = 0;
  // The part before in order. The last part of the text reaches past its end and equals none.
  let before = length;
  let sizeBefore = 0;
  for (let i = 0; i < count; i++) {
    const position = suffixes[i]!;
    const size = suffixes[count + (position >> 1)]!;
    let equal = 0;
    if (size === sizeBefore && position + size <= length && before + size <= length) {
      while (equal < size && text[position + equal] === text[before + equal]) equal++;
    }
    if (equal < size) {
      names++;
      before = position;
      sizeBefore = size;
    }
    suffixes[count + (position >> 1)] = names;
  }
  return names;
}

/** Moves the names, from 0 now, in the order of the text to the end of `suffixes`. */
function moveNames(suffixes: Int32Array, count: number, reduced: Int32Array): void {
  let next = count;
  for (let i = count + ((suffixes.length - 1) >> 1); next > 0; i--) {
    const name = suffixes[i]!;
    if (name > 0) reduced[--next] = name - 1;
  }
}

/** From the sorted leftmost S suffixes, places the L suffixes; complements what the next pass has to leave alone. */
function induceL(text: Text, suffixes: Int32Array, bucket: Int32Array): void {
  const length = text.length;
  const last = text[length - 1]!;
  suffixes[bucket[last]!++] = text[length - 2]! < last ? ~(length - 1) : length - 1;
  for (let i = 0; i < length; i++) {
    const right = suffixes[i]!;
    suffixes[i] = ~right;
    if (right <= 0) continue;
    const position = right - 1;
    const symbol = text[position]!;
    suffixes[bucket[symbol]!++] = position > 0 && text[position - 1]! < symbol ? ~position : position;
  }
}

/** From the sorted L suffixes, places all S suffixes. */
function induceS(text: Text, suffixes: Int32Array, bucket: Int32Array): void {
  for (let i = text.length - 1; i >= 0; i--) {
    const right = suffixes[i]!;
    if (right <= 0) {
      suffixes[i] = ~right;
      continue;
    }
    const position = right - 1;
    const symbol = text[position]!;
    suffixes[--bucket[symbol]!] = position === 0 || text[position - 1]! > symbol ? ~position : position;
  }
}
