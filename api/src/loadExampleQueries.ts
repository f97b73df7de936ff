import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../docs/examples/queries', import.meta.url));

/** The queries of docs/examples/queries in the order of their names; none where only the programs are installed. */
export async function loadExampleQueries(folder = FOLDER): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const queries = names.filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(queries.map((name) => readFile(join(folder, name), 'utf8')));
}
