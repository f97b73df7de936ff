import { join } from 'node:path';
import type { IndexReader } from '../index/attributionIndex.js';
import { openIndexFile } from '../index/openIndexFile.js';
import { malformedFile } from './IndexFolder.js';

/** Opens the shards of a folder. @throws MalformedIndexFolderError */
export async function openShards(folder: string, shards: readonly string[]): Promise<IndexReader[]> {
  const opened: IndexReader[] = [];
  try {
    for (const file of shards) {
      try {
        opened.push(await openIndexFile(join(folder, file)));
      } catch (error) {
        throw malformedFile(folder, file, error);
      }
    }
    return opened;
  } catch (error) {
    await Promise.all(opened.map((shard) => shard.close()));
    throw error;
  }
}
