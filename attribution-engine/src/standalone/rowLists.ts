import { join } from 'node:path';
import type { Admission } from '@tributary/protocol';
import { MalformedIndexFolderError, malformedFile } from './IndexFolder.js';
import { linesOf } from './linesOf.js';
import type { SourceRow } from './readRowsFile.js';
import { writeWhole } from './writeWhole.js';

/** The admitted rows in the order of the index, and the refused ones with the reason; JSON Lines. */
export const ROW_LISTS = { admitted: 'rows.jsonl', refused: 'refused.jsonl' } as const;

/** A row that is trained on. */
export interface AdmittedRow {
  row: SourceRow;
  /** Its family of copies, 0 for none. */
  family: number;
}

/**
 * Writes who was admitted and who was not, and gives the rows that were.
 *
 * @param families of all rows, where the method has families
 */
export async function writeRowLists(
  folder: string,
  rows: readonly SourceRow[],
  admissions: readonly Admission[],
  families?: Uint32Array,
): Promise<AdmittedRow[]> {
  const admitted: AdmittedRow[] = [];
  const refused: string[] = [];
  rows.forEach((row, i) => {
    const { id, contribution, line } = row;
    const admission = admissions[i]!;
    if (admission.admitted) {
      admitted.push({ row, family: families?.[i] ?? 0 });
      return;
    }
    const { reason, of } = admission;
    // A repeated row is named, a repeated answer is counted from 1.
    refused.push(
      JSON.stringify({ id, contribution, line, reason, of: reason === 'DUPLICATE' ? rows[of]!.id : of + 1 }),
    );
  });
  const lines = admitted.map(({ row: { id, contribution, line }, family }) =>
    JSON.stringify({ id, contribution, line, ...(family > 0 && { family }) }),
  );
  await writeWhole(folder, ROW_LISTS.admitted, lines.map((line) => `${line}\n`).join(''));
  await writeWhole(folder, ROW_LISTS.refused, refused.map((line) => `${line}\n`).join(''));
  return admitted;
}

/** The ids of these rows of an index of `rowCount` rows. @throws MalformedIndexFolderError */
export async function readRowIds(
  folder: string,
  rowCount: number,
  wanted: Iterable<number>,
): Promise<(row: number) => string> {
  const ids = new Map<number, string>();
  const places = new Set(wanted);
  const fail = (line: number, reason: string): MalformedIndexFolderError =>
    new MalformedIndexFolderError({ folder, reason: `${ROW_LISTS.admitted}, line ${line}: ${reason}` });
  let row = 0;
  try {
    for await (const bytes of linesOf(join(folder, ROW_LISTS.admitted), fail)) {
      if (places.has(row)) ids.set(row, parseId(bytes) ?? raise(fail(row + 1, 'it is no row with an id')));
      row++;
    }
  } catch (error) {
    throw error instanceof MalformedIndexFolderError ? error : malformedFile(folder, ROW_LISTS.admitted, error);
  }
  if (row !== rowCount) {
    throw new MalformedIndexFolderError({ folder, reason: `${ROW_LISTS.admitted} lists ${row} of ${rowCount} rows` });
  }
  return (wantedRow) => ids.get(wantedRow)!;
}

function parseId(bytes: Uint8Array): string | undefined {
  try {
    const { id } = (JSON.parse(new TextDecoder().decode(bytes)) ?? {}) as { id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

function raise(error: Error): never {
  throw error;
}
