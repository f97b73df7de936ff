import { join } from 'node:path';
import type { IndexReader } from '../index/attributionIndex.js';
import { openIndexFile } from '../index/openIndexFile.js';

/** Opens the shards of a folder. */
export async function openShards(folder: string, shards: readonly string[]): Promise<IndexReader[]> {
  const opened: IndexReader[] = [];
  try {
    for (const file of shards) opened.push(await openIndexFile(join(folder, file)));
    return opened;
  } catch (error) {
    await Promise.all(opened.map((shard) => shard.close()));
    throw error;
  }
}
