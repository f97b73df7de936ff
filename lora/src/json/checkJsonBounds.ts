const [QUOTE, BACKSLASH, COMMA, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [
  0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d,
] as const;

/** Deeper than anything in a model folder by far. */
const MAX_DEPTH = 64;

/**
 * Why JSON would make more of a machine than its bytes show, or undefined: a parser makes some sixty bytes of every
 * `{}`. Counts the values and the levels without making any of them; what is no JSON is counted somehow.
 */
export function checkJsonBounds(bytes: Uint8Array, maxValues: number): string | undefined {
  let depth = 0;
  let values = 1;
  for (let i = 0; i < bytes.length; i++) {
    switch (bytes[i]) {
      case QUOTE:
        for (i++; i < bytes.length && bytes[i] !== QUOTE; i++) if (bytes[i] === BACKSLASH) i++;
        break;
      case OPEN_OBJECT:
      case OPEN_LIST:
        values++;
        if (++depth > MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} levels deep`;
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        depth--;
        break;
      case COMMA:
        values++;
        break;
      default:
    }
    if (values > maxValues) return `it holds more than ${maxValues} values`;
  }
  return undefined;
}
