import { FatalError } from '@tributary/protocol';
import { linesOf } from './linesOf.js';
import { parseJsonObject } from './parseJsonObject.js';

/** One line of a rows file. */
export interface SourceRow {
  id: string;
  prompt: string;
  completion: string;
  /** Whose it is: an id of a contribution on chain, or any name. */
  contribution: string;
  /** Which line of the file it is, from 0. */
  line: number;
}

/** A line of a file of rows or answers that is none. `line` counts from 1, as editors do. */
export class MalformedRowError extends FatalError {
  constructor(facts: { path: string; line: number; reason: string }) {
    super(`${facts.path}, line ${facts.line}: ${facts.reason}. Correct the line and run it again.`, facts);
  }
}

const MAX_NAME_LENGTH = 200;

/**
 * Reads training rows from JSON Lines: `{"id", "prompt", "completion", "contribution"}`, ids unique, empty lines ignored.
 *
 * @param onBytes is given all bytes of the file: it may be a pipe, which cannot be read again
 * @throws MalformedRowError for the first line that is none, and what opening a file throws
 */
export async function readRowsFile(path: string, onBytes?: (bytes: Uint8Array) => void): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  const lineOfId = new Map<string, number>();
  let line = 0;
  const failAt = (at: number, reason: string): Error => new MalformedRowError({ path, line: at, reason });
  for await (const bytes of linesOf(path, failAt, onBytes)) {
    line++;
    if (bytes.length === 0) continue;
    const row = parseRow(bytes, path, line);
    const earlier = lineOfId.get(row.id);
    if (earlier !== undefined) {
      throw new MalformedRowError({ path, line, reason: `the id ${quote(row.id)} stands in line ${earlier} already` });
    }
    lineOfId.set(row.id, line);
    rows.push(row);
  }
  if (rows.length === 0) throw new MalformedRowError({ path, line: 1, reason: 'the file holds no rows' });
  return rows;
}

function parseRow(bytes: Uint8Array, path: string, line: number): SourceRow {
  const fail = (reason: string): never => {
    throw new MalformedRowError({ path, line, reason });
  };
  const own = parseJsonObject(bytes, fail);
  const name = (key: 'id' | 'contribution'): string => {
    const given = own(key);
    const named = Number.isSafeInteger(given) ? String(given) : given;
    if (typeof named !== 'string' || named === '' || named.length > MAX_NAME_LENGTH || !named.isWellFormed()) {
      return fail(`"${key}" is neither a whole number nor text of 1 to ${MAX_NAME_LENGTH} characters`);
    }
    return named;
  };
  const prose = (key: 'prompt' | 'completion'): string => {
    const given = own(key);
    return typeof given === 'string' && given.isWellFormed() ? given : fail(`"${key}" is not text`);
  };
  const completion = prose('completion');
  if (completion === '') fail('"completion" is empty: there is nothing to learn from');
  return { id: name('id'), prompt: prose('prompt'), completion, contribution: name('contribution'), line: line - 1 };
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
