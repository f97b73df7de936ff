import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { encodeExample, loadBaseModel, loadLoraAdapter, readModelFolder, type Example } from '@tributary/lora';
import { admitRows, canonicalJson, digestOf, type Admission } from '@tributary/protocol';
import { methodName, type GradientRule } from '../features/gradientRule.js';
import { buildPreconditioner } from '../features/preconditioner.js';
import { joinIndexes } from '../index/joinIndexes.js';
import { rootOfIndex } from '../index/rootOfIndex.js';
import { buildShards } from './buildShards.js';
import { digestFile, digestFolder } from './digestFolder.js';
import { writeIndexRecord, type IndexFolderRecord } from './IndexFolder.js';
import { numberContributions } from './numberContributions.js';
import { openShards } from './openShards.js';
import { writePreconditioner } from './preconditionerFile.js';
import { BUILDING_FILE, prepareFolder } from './prepareFolder.js';
import { readRowsFile, type SourceRow } from './readRowsFile.js';
import { writeWhole } from './writeWhole.js';

/** What an index folder is built from. */
export interface BuildIndexFolderOptions {
  /** A Llama-family Hugging Face folder. */
  baseFolder: string;
  /** A PEFT LoRA folder. */
  adapterFolder: string;
  /** JSON Lines, see `readRowsFile`. */
  rowsPath: string;
  outFolder: string;
  rule: GradientRule;
  /** Longest example in tokens: the prompt's oldest are dropped first. The model's context unless told. */
  maxTokens?: number;
  threads: number;
  onProgress?: (progress: IndexProgress) => void;
}

/** How far the longest stages are. */
export interface IndexProgress {
  stage: 'features' | 'preconditioner' | 'root';
  /** Rows. */
  done: number;
  total: number;
}

/** The admitted rows in the order of the index, and the refused ones with the reason; JSON Lines. */
export const ROW_LISTS = { admitted: 'rows.jsonl', refused: 'refused.jsonl' } as const;

/**
 * Builds an attribution index from files alone: admits rows (rule step 0), takes their features (1, 2), quantises them
 * (3) and factors the preconditioner (4). What an earlier run with the same inputs finished is kept.
 *
 * @throws IndexFolderTakenError, and what reading models and rows throws
 */
export async function buildIndexFolder(options: BuildIndexFolderOptions): Promise<IndexFolderRecord> {
  const { outFolder: folder, rule } = options;
  const rows = await readRowsFile(options.rowsPath);
  const base = loadBaseModel(await readModelFolder(options.baseFolder));
  loadLoraAdapter(await readModelFolder(options.adapterFolder), base);
  const models = {
    base: { folder: resolve(options.baseFolder), digest: await digestFolder(options.baseFolder, 'huggingface') },
    adapter: { folder: resolve(options.adapterFolder), digest: await digestFolder(options.adapterFolder, 'peft') },
  };
  const maxTokens = options.maxTokens ?? base.config.maxPositionEmbeddings;
  const inputs = digestOf(
    canonicalJson({
      method: methodName(rule),
      base: models.base.digest,
      adapter: models.adapter.digest,
      rows: await digestFile(options.rowsPath),
      maxTokens,
    }),
  );
  const finished = await prepareFolder(folder, inputs);
  if (finished) return finished;

  const admissions = admitRows(rows);
  const admitted = rows.filter((_, i) => admissions[i]!.admitted);
  await writeRowLists(folder, rows, admissions);
  const contributions = numberContributions(rows.map((row) => row.contribution));
  const encode = ({ prompt, completion }: SourceRow): Example =>
    encodeExample(base.tokenizer, prompt, completion, { appendEos: true, maxTokens });

  const report = (stage: IndexProgress['stage'], done: number): void =>
    options.onProgress?.({ stage, done, total: admitted.length });
  const shards = await buildShards(
    admitted.map((row) => ({ row, contribution: contributions.numberOf(row.contribution), example: encode(row) })),
    { ...options, baseDigest: models.base.digest, adapterDigest: models.adapter.digest },
    (done) => report('features', done),
  );

  const index = joinIndexes(await openShards(folder, shards));
  try {
    report('preconditioner', 0);
    const factors = await buildPreconditioner(index);
    await writePreconditioner(folder, index.blocks, factors);
    report('root', 0);
    const record: IndexFolderRecord = {
      format: 'tributary-index-folder/1',
      inputs,
      method: index.method,
      ...models,
      rowCount: admitted.length,
      refusedCount: rows.length - admitted.length,
      root: await rootOfIndex(index),
      shards,
      ...(contributions.names && { contributions: contributions.names }),
    };
    report('root', admitted.length);
    await writeIndexRecord(folder, record);
    await rm(join(folder, BUILDING_FILE));
    return record;
  } finally {
    await index.close();
  }
}

async function writeRowLists(
  folder: string,
  rows: readonly SourceRow[],
  admissions: readonly Admission[],
): Promise<void> {
  const admitted: string[] = [];
  const refused: string[] = [];
  rows.forEach(({ id, contribution, line }, i) => {
    const admission = admissions[i]!;
    if (admission.admitted) admitted.push(JSON.stringify({ id, contribution, line }));
    else refused.push(JSON.stringify({ id, contribution, line, reason: admission.reason, of: rows[admission.of]?.id }));
  });
  await writeWhole(folder, ROW_LISTS.admitted, `${admitted.join('\n')}\n`);
  await writeWhole(folder, ROW_LISTS.refused, refused.map((line) => `${line}\n`).join(''));
}
