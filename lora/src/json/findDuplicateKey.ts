/** Nothing read here looks deeper into a file than this. */
const MAX_DEPTH = 4;

const [QUOTE, BACKSLASH, COLON, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [
  0x22, 0x5c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d,
] as const;

/**
 * A key that an object of a valid JSON text has twice, in the outer four levels. Of two values readers may take either:
 * JSON.parse takes the last without a word, so a file could be two different things to two programs.
 */
export function findDuplicateKey(text: string): string | undefined {
  const keysByDepth: (Set<string> | undefined)[] = [];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === OPEN_OBJECT || code === OPEN_LIST) {
      depth++;
      if (depth <= MAX_DEPTH) keysByDepth[depth] = code === OPEN_OBJECT ? new Set() : undefined;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      depth--;
    } else if (code === QUOTE) {
      const start = i + 1;
      for (i = start; text.charCodeAt(i) !== QUOTE; i++) if (text.charCodeAt(i) === BACKSLASH) i++;
      const keys = depth <= MAX_DEPTH ? keysByDepth[depth] : undefined;
      if (keys === undefined || text.charCodeAt(skipSpace(text, i + 1)) !== COLON) continue;
      const raw = text.slice(start, i);
      const key = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}

function skipSpace(text: string, from: number): number {
  let i = from;
  while (text.charCodeAt(i) <= 0x20) i++;
  return i;
}
