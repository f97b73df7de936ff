import { BaseError } from '@tributary/protocol';

/** What the operating system says in one line that a person can act on. */
const SYSTEM_ERRORS = new Set([
  'EACCES',
  'EEXIST',
  'EISDIR',
  'ELOOP',
  'EMFILE',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]);

/** One line for an error that was foreseen, the stack for one that was not. */
export function describeError(error: unknown): string {
  if (error instanceof BaseError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && SYSTEM_ERRORS.has(code)) return `${error.message}. Check the path and its permissions.`;
  return error.stack ?? error.message;
}
