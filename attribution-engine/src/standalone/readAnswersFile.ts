import { createHash } from 'node:crypto';
import type { Digest, PublishedAnswer } from '@tributary/protocol';
import { linesOf } from './linesOf.js';
import { parseJsonObject } from './parseJsonObject.js';
import { MalformedRowError, type SourceRow } from './readRowsFile.js';

/** What an answers file holds. */
export interface AnswersFile {
  /** In the order of the file, which is that of publication. */
  answers: PublishedAnswer[];
  /** sha-256 of the file. */
  digest: Digest;
}

/**
 * Reads answers that were published before rows were committed, from JSON Lines: `{"completion", "after"}`, where `after` is the
 * id of the last row that was committed before the answer; without it the answer came before all rows. Other keys, such as
 * those of a transcript, are ignored.
 *
 * @throws MalformedRowError for the first line that is none
 */
export async function readAnswersFile(path: string, rows: readonly SourceRow[]): Promise<AnswersFile> {
  const rowsUpTo = new Map(rows.map(({ id }, position) => [id, position + 1]));
  const hash = createHash('sha256');
  const answers: PublishedAnswer[] = [];
  let line = 0;
  const failAt = (at: number, reason: string): Error => new MalformedRowError({ path, line: at, reason });
  const fail = (reason: string): never => {
    throw failAt(line, reason);
  };
  for await (const bytes of linesOf(path, failAt, (part) => hash.update(part))) {
    line++;
    if (bytes.length === 0) continue;
    const own = parseJsonObject(bytes, fail);
    const completion = own('completion');
    if (typeof completion !== 'string' || !completion.isWellFormed()) return fail('"completion" is not text');
    const after = own('after');
    const rowsBefore = after === undefined ? 0 : rowsUpTo.get(String(after));
    if (rowsBefore === undefined) return fail('"after" is the id of no row');
    answers.push({ completion, rowsBefore });
  }
  return { answers, digest: `0x${hash.digest('hex')}` };
}
