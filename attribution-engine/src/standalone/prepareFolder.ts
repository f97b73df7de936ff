import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FatalError } from '@tributary/protocol';
import { RECORD_FILE, readIndexRecord, type IndexFolderRecord } from './IndexFolder.js';
import { ROW_LISTS } from './rowLists.js';

/** The folder holds something else, which is left alone. */
export class IndexFolderTakenError extends FatalError {
  constructor(facts: { folder: string }) {
    super(`${facts.folder} holds something else than this index. Choose an empty folder, or empty it.`, facts);
  }
}

/** Says what a folder is being built from, so that another run goes on with it. */
export const BUILDING_FILE = 'building.json';

/**
 * Makes the folder, or finds it as an earlier run of the same inputs left it.
 *
 * @param inputs digest of everything the index follows from
 * @returns the record of a finished index, undefined where something is left to do
 * @throws IndexFolderTakenError
 */
export async function prepareFolder(folder: string, inputs: string): Promise<IndexFolderRecord | undefined> {
  await mkdir(folder, { recursive: true });
  const found = await readdir(folder);
  const record = await readIndexRecord(folder);
  const mark = join(folder, BUILDING_FILE);
  const isOurs = record ? record.inputs === inputs : found.length === 0 || (await readInputs(mark)) === inputs;
  if (!isOurs) throw new IndexFolderTakenError({ folder: resolve(folder) });
  if (record && [...record.shards, ROW_LISTS.admitted].every((file) => found.includes(file))) return record;
  await writeFile(mark, `${JSON.stringify({ inputs })}\n`);
  // Something of a finished index was taken away: from here on it is an unfinished one.
  if (record) await rm(join(folder, RECORD_FILE));
  return undefined;
}

async function readInputs(mark: string): Promise<unknown> {
  try {
    return ((JSON.parse(await readFile(mark, 'utf8')) ?? {}) as { inputs?: unknown }).inputs;
  } catch {
    return undefined;
  }
}
