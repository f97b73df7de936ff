import { readdir } from 'node:fs/promises';
import type { Example } from '@tributary/lora';
import { methodName, type GradientRule } from '../features/gradientRule.js';
import { indexWidth } from '../index/attributionIndex.js';
import { encodeIndex } from '../index/indexFile.js';
import { FeaturePool } from './FeaturePool.js';
import type { SourceRow } from './readRowsFile.js';
import { writeWhole } from './writeWhole.js';

/** An admitted row, ready for its features to be taken. */
export interface PreparedRow {
  row: SourceRow;
  /** Its contribution's number. */
  contribution: number;
  /** Its family of copies, 0 for none. */
  family: number;
  example: Example;
}

/** Where shards go and what they say of themselves. */
export interface ShardSettings {
  outFolder: string;
  baseFolder: string;
  adapterFolder: string;
  baseDigest: string;
  adapterDigest: string;
  rule: GradientRule;
  threads: number;
}

/** Rows that a crash costs at most, as long as there are not too many shards. */
const LEAST_SHARD_ROWS = 512;
const MOST_SHARDS = 1000;

/** Takes the features of all rows, shard by shard; shards that an earlier run finished are kept. */
export async function buildShards(
  rows: readonly PreparedRow[],
  settings: ShardSettings,
  onProgress: (done: number) => void,
): Promise<string[]> {
  const { outFolder, rule, baseDigest, adapterDigest } = settings;
  const shardRows = Math.max(LEAST_SHARD_ROWS, Math.ceil(rows.length / MOST_SHARDS));
  const finished = new Set(await readdir(outFolder));
  const shards: string[] = [];
  let pool: FeaturePool | undefined;
  let done = 0;
  onProgress(done);
  try {
    for (let from = 0; from < rows.length; from += shardRows) {
      const part = rows.slice(from, from + shardRows);
      const file = `rows-${String(shards.length).padStart(5, '0')}.safetensors`;
      shards.push(file);
      if (finished.has(file)) {
        onProgress((done += part.length));
        continue;
      }
      pool ??= await FeaturePool.open(settings, settings.threads);
      const { blocks } = pool;
      const examples = part.map(({ example }) => example);
      const records = await pool.extract(examples, (count) => onProgress((done += count)));
      const width = indexWidth({ blocks });
      const index = {
        ...{ method: methodName(rule), blocks, baseDigest, adapterDigest },
        values: new Int8Array(part.length * width),
        exponents: new Int8Array(part.length * blocks.length),
        contributions: Uint32Array.from(part, ({ contribution }) => contribution),
        lines: Uint32Array.from(part, ({ row }) => row.line),
        ...(rule.version === 2 && { families: Uint32Array.from(part, ({ family }) => family) }),
      };
      records.forEach((record, i) => {
        index.values.set(record.values, i * width);
        index.exponents.set(record.exponents, i * blocks.length);
      });
      await writeWhole(outFolder, file, encodeIndex(index));
    }
    return shards;
  } finally {
    await pool?.close();
  }
}
