import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FatalError } from '@tributary/protocol';
import { readIndexRecord, type IndexFolderRecord } from './IndexFolder.js';

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
  if (record?.inputs === inputs) return record;
  const mark = join(folder, BUILDING_FILE);
  if (found.length === 0) await writeFile(mark, `${JSON.stringify({ inputs })}\n`);
  else if (record || (await readInputs(mark)) !== inputs) throw new IndexFolderTakenError({ folder: resolve(folder) });
  return undefined;
}

async function readInputs(mark: string): Promise<unknown> {
  try {
    return ((JSON.parse(await readFile(mark, 'utf8')) ?? {}) as { inputs?: unknown }).inputs;
  } catch {
    return undefined;
  }
}
