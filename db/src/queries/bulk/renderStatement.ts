import { escapeLiteral } from 'pg';
import { UnstorableTextError } from '../ReadDatabase';
import type { SqlText, SqlValue } from '../sql';

/**
 * The statement with its values within it as literals, for `COPY (…) TO STDOUT`, the one statement that takes no parameters.
 * A literal is of the same undecided type as a parameter, so both mean the same. Throws {@link UnstorableTextError} for a
 * NUL, which would end the statement.
 */
export function renderStatement(statement: SqlText): string {
  return statement.parts.map((part) => (typeof part === 'string' ? part : renderValue(part.value))).join('');
}

function renderValue(value: SqlValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'object') {
    const members = value.map((member) => `"${String(member).replace(/[\\"]/g, '\\$&')}"`);
    return renderText(`{${members.join(',')}}`);
  }
  return renderText(String(value));
}

function renderText(text: string): string {
  if (text.includes('\0') || !text.isWellFormed()) throw new UnstorableTextError();
  return escapeLiteral(text);
}
