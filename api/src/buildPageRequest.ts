import type { ListQuery, PageRequest } from '@tributary/db';
import { decodeCursor } from './cursor.js';
import { BadPageSizeError } from './errors.js';
import type { PageArgs } from './types/PageArgs.js';

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** Checks the arguments of a connection; throws BadPageSizeError or BadCursorError. */
export function buildPageRequest<Row extends object>(list: ListQuery<Row>, args: PageArgs): PageRequest {
  const first = args.first ?? null;
  const last = args.last ?? null;
  const size = first ?? last ?? DEFAULT_PAGE_SIZE;
  if ((first !== null && last !== null) || size < 1 || size > MAX_PAGE_SIZE) {
    throw new BadPageSizeError({ first, last, maximum: MAX_PAGE_SIZE });
  }
  const place = (cursor: string | null | undefined) => (cursor == null ? null : decodeCursor(list, cursor));
  return { size, backward: last !== null, after: place(args.after), before: place(args.before) };
}
