import { createHash } from 'node:crypto';
import type { ListQuery, SortKey, SortKeyValues } from '@tributary/db';
import { BadCursorError } from './errors.js';

/** Raised when the content of cursors changes, so that old ones are refused rather than misread. */
const CURSOR_VERSION = 3;
/** More than any cursor has that a list hands out. */
const MAX_CURSOR_LENGTH = 2_048;

type ListIdentity = Pick<ListQuery<object>, 'name' | 'orderName' | 'filterKey'>;

/** Base64url of the JSON array [version, list, order, digest of the filter, ...sort key values]. Opaque to clients. */
export function encodeCursor(list: ListIdentity, keys: SortKeyValues): string {
  return Buffer.from(JSON.stringify([...identify(list), ...keys])).toString('base64url');
}

/** The place in the list; throws {@link BadCursorError} for a cursor of another list, order or filter, or a forged one. */
export function decodeCursor(
  list: ListIdentity & { readonly order: readonly SortKey[] },
  cursor: string,
): SortKeyValues {
  const refusal = new BadCursorError({ listName: list.name });
  if (cursor.length > MAX_CURSOR_LENGTH) throw refusal;
  const bytes = Buffer.from(cursor, 'base64url');
  // Node skips what is no base64url.
  if (bytes.toString('base64url') !== cursor) throw refusal;
  const content = parseJson(bytes.toString('utf8'));
  const identity = identify(list);
  if (!Array.isArray(content) || content.length !== identity.length + list.order.length) throw refusal;
  const values = content as unknown[];
  const keys = values.slice(identity.length);
  if (!identity.every((part, index) => values[index] === part)) throw refusal;
  if (!list.order.every(({ type }, index) => isKey(type, keys[index]))) throw refusal;
  return keys as SortKeyValues;
}

function identify({ name, orderName, filterKey }: ListIdentity): (string | number)[] {
  const digest = filterKey === '' ? '' : createHash('sha256').update(filterKey).digest('base64url').slice(0, 16);
  return [CURSOR_VERSION, name, orderName, digest];
}

function isKey(type: SortKey['type'], value: unknown): boolean {
  if (type === 'int') return Number.isInteger(value) && Math.abs(value as number) <= 0x7fffffff;
  if (typeof value !== 'string') return false;
  return type === 'numeric' ? /^-?\d{1,78}$/.test(value) : !value.includes('\0') && value.isWellFormed();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
