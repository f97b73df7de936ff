import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ENDING = '.bench.ts';

/** Every `<package>/bench/<name>.bench.ts` of the checkout: name → file. */
export function findBenchmarks(root: string): Map<string, string> {
  const files = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .flatMap((entry) => listBenchFiles(join(root, entry.name, 'bench')));
  return new Map(files.map((file) => [file.slice(file.lastIndexOf('/') + 1, -ENDING.length), file]));
}

function listBenchFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ENDING))
      .map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}
