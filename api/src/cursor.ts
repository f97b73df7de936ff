import type { SortKey, SortKeyValues } from '@tributary/db';
import { BadCursorError } from './errors.js';

/** Raised when the content of cursors changes, so that old ones are refused rather than misread. */
const CURSOR_VERSION = 1;

/** Base64url of the JSON array [version, list name, ...sort key values]. Opaque to clients. */
export function encodeCursor(listName: string, keys: SortKeyValues): string {
  return Buffer.from(JSON.stringify([CURSOR_VERSION, listName, ...keys])).toString('base64url');
}

/** The place in the list; throws {@link BadCursorError} for another list's cursor or a forged one. */
export function decodeCursor(listName: string, order: readonly SortKey[], cursor: string): SortKeyValues {
  const content = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Array.isArray(content) || content.length !== order.length + 2) throw new BadCursorError({ listName });
  const [version, name, ...keys] = content as unknown[];
  const isKey = (value: unknown, index: number) =>
    order[index]?.type === 'int' ? isInt4(value) : typeof value === 'string' && /^\d{1,78}$/.test(value);
  if (version !== CURSOR_VERSION || name !== listName || !keys.every(isKey)) throw new BadCursorError({ listName });
  return keys as SortKeyValues;
}

function isInt4(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(value as number) <= 0x7fffffff;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
