import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FatalError } from '@tributary/protocol';
import { parse } from 'graphql/index.js';

/** A list of operations that cannot be read, or that lies about a digest. */
export class SafelistFileError extends FatalError {
  constructor(facts: { path: string; reason: string }, options?: ErrorOptions) {
    super(`${facts.path} is not a usable list of operations: ${facts.reason}; set API_SAFELIST`, facts, options);
  }
}

/** How a document is named: the hex SHA-256 of its text, as persisted queries have it. */
export function hashDocument(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Documents by their hash: of a folder every `*.graphql` file, of a JSON file an object `{ "<sha256>": "<document>" }`.
 * Throws {@link SafelistFileError}.
 */
export async function loadSafelist(fileOrFolder: string): Promise<ReadonlyMap<string, string>> {
  try {
    const isFolder = (await stat(fileOrFolder)).isDirectory();
    return isFolder ? await loadFolder(fileOrFolder) : await loadFile(fileOrFolder);
  } catch (error) {
    if (error instanceof SafelistFileError) throw error;
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new SafelistFileError({ path: fileOrFolder, reason }, { cause: error });
  }
}

async function loadFolder(folder: string): Promise<Map<string, string>> {
  const documents = new Map<string, string>();
  for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.graphql')).sort()) {
    const text = await readFile(join(folder, name), 'utf8');
    parse(text);
    documents.set(hashDocument(text), text);
  }
  return documents;
}

async function loadFile(path: string): Promise<Map<string, string>> {
  const content: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new SafelistFileError({ path, reason: 'it is not an object of documents by their SHA-256' });
  return new Map(
    Object.entries(content).map(([hash, text]: [string, unknown]) => {
      if (typeof text !== 'string') throw new SafelistFileError({ path, reason: `${hash} has no document` });
      if (hashDocument(text) !== hash)
        throw new SafelistFileError({ path, reason: `${hash} is not the hash of its text` });
      parse(text);
      return [hash, text];
    }),
  );
}
