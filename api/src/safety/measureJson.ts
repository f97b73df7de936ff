/**
 * About how many bytes a value has as JSON: characters of strings and keys, some for punctuation. Stops at `enough`, so
 * that measuring what is far too large takes no longer than measuring what is just too large.
 */
export function measureJson(value: unknown, enough: number): number {
  let size = 0;
  // A stack of its own: what strangers nest must not exhaust the call stack.
  const open: unknown[] = [value];
  while (open.length > 0 && size < enough) {
    const next = open.pop();
    if (typeof next === 'string') size += next.length + 2;
    else if (typeof next === 'bigint') size += 24;
    else if (typeof next !== 'object' || next === null) size += 8;
    else if (ArrayBuffer.isView(next)) size += next.byteLength;
    else if (Array.isArray(next)) {
      size += next.length + 2;
      for (const entry of next) open.push(entry);
    } else {
      size += 2;
      for (const key in next) {
        size += key.length + 4;
        open.push((next as Record<string, unknown>)[key]);
      }
    }
  }
  return size;
}
