import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BaseError, FatalError } from '@tributary/protocol';
import { writeWhole } from './writeWhole.js';

/** A model folder that an index was taken over. */
export interface ModelReference {
  /** As it was given, made absolute. */
  folder: string;
  /** sha-256, `0x…`: of its manifest, or of its `tokenizer.json` where a method needs nothing else of it. */
  digest: string;
}

/** What `index.json` says: everything about an index folder but its rows. */
export interface IndexFolderRecord {
  format: 'tributary-index-folder/1';
  /** Digest of everything the index follows from. */
  inputs: string;
  method: string;
  base: ModelReference;
  /** Absent for a method without a model's gradients. */
  adapter?: ModelReference;
  rowCount: number;
  /** Rows that admission refused; they are listed in `refused.jsonl`. */
  refusedCount: number;
  /** The Merkle root that would be committed on chain. */
  root: string;
  /** Index files, their rows following one another. */
  shards: string[];
  /** See `numberContributions`; absent where numbers are names. */
  contributions?: string[];
}

/** The folder is not one that `tributary index` wrote. */
export class MalformedIndexFolderError extends FatalError {
  constructor(facts: { folder: string; reason: string }, options?: ErrorOptions) {
    super(
      `${facts.folder} is not an attribution index: ${facts.reason}. Build it with \`tributary index\`, in an empty folder.`,
      facts,
      options,
    );
  }
}

/** The error for a file of the folder that could not be taken; what is no fault of the file is thrown as it is. */
export function malformedFile(folder: string, file: string, error: unknown): MalformedIndexFolderError {
  const isForeseen = error instanceof BaseError || (error instanceof Error && 'code' in error);
  if (!isForeseen) throw error;
  return new MalformedIndexFolderError({ folder, reason: `${file}: ${innermostReason(error)}` }, { cause: error });
}

function innermostReason(error: Error): string {
  if (error.cause instanceof Error) return innermostReason(error.cause);
  const { reason, cause } = error instanceof BaseError ? error.facts : {};
  return String(reason ?? cause ?? error.message);
}

export const RECORD_FILE = 'index.json';
/** What the names of some million contributions take. */
const MAX_RECORD_BYTES = 1 << 28;
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Writes the record last: a folder that has one is complete. */
export async function writeIndexRecord(folder: string, record: IndexFolderRecord): Promise<void> {
  await writeWhole(folder, RECORD_FILE, `${JSON.stringify(record, undefined, 2)}\n`);
}

/** Reads and checks `index.json`; undefined where there is none. @throws MalformedIndexFolderError */
export async function readIndexRecord(folder: string): Promise<IndexFolderRecord | undefined> {
  const fail = (reason: string): never => {
    throw new MalformedIndexFolderError({ folder: resolve(folder), reason: `${RECORD_FILE}: ${reason}` });
  };
  const text = await readRecordFile(folder);
  if (text === undefined) return undefined;
  let record: Partial<IndexFolderRecord> = {};
  try {
    record = (JSON.parse(text) ?? {}) as Partial<IndexFolderRecord>;
  } catch {
    fail('it is not JSON');
  }
  if (record.format !== 'tributary-index-folder/1') fail('its format is unknown');
  if (typeof record.method !== 'string' || typeof record.inputs !== 'string') fail('it names no method or inputs');
  if (![record.rowCount, record.refusedCount].every(isCount) || typeof record.root !== 'string') {
    fail('it has no counts of rows and root');
  }
  for (const model of record.adapter === undefined ? [record.base] : [record.base, record.adapter]) {
    if (typeof model?.folder !== 'string' || typeof model.digest !== 'string') fail('it names no model');
  }
  const { shards, contributions } = record;
  const areFiles = Array.isArray(shards) && shards.every((file) => typeof file === 'string' && FILE_NAME.test(file));
  if (!areFiles || shards.length === 0) fail('it lists no plain files');
  if (contributions !== undefined) {
    const areNames = Array.isArray(contributions) && contributions.every((name) => typeof name === 'string');
    if (!areNames) fail('its contributions are not names');
  }
  return record as IndexFolderRecord;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

async function readRecordFile(folder: string): Promise<string | undefined> {
  const path = join(folder, RECORD_FILE);
  try {
    const { size } = await stat(path);
    if (size <= MAX_RECORD_BYTES) return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw malformedFile(resolve(folder), RECORD_FILE, error);
  }
  throw new MalformedIndexFolderError({ folder, reason: `${RECORD_FILE} is larger than ${MAX_RECORD_BYTES} bytes` });
}
