import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { encodeExample, readBaseModel, readLoraAdapter, type Example } from '@tributary/lora';
import { admitRows, canonicalJson, digestOf, findFamilies } from '@tributary/protocol';
import { methodName, type GradientRule } from '../features/gradientRule.js';
import { buildPreconditioner } from '../features/preconditioner.js';
import { joinIndexes } from '../index/joinIndexes.js';
import { rootOfIndex } from '../index/rootOfIndex.js';
import { buildShards } from './buildShards.js';
import { digestFolder } from './digestFolder.js';
import { writeIndexRecord, type IndexFolderRecord } from './IndexFolder.js';
import type { BuiltIndexFolder, IndexProgress } from './IndexProgress.js';
import { numberContributions } from './numberContributions.js';
import { openShards } from './openShards.js';
import { writePreconditioner } from './preconditionerFile.js';
import { BUILDING_FILE, prepareFolder } from './prepareFolder.js';
import { readAnswersFile } from './readAnswersFile.js';
import { readRowsFile, type SourceRow } from './readRowsFile.js';
import { writeRowLists } from './rowLists.js';
import { threadsWithin } from './threadsWithin.js';

/** What an index folder is built from. */
export interface BuildIndexFolderOptions {
  /** A Llama-family Hugging Face folder. */
  baseFolder: string;
  /** A PEFT LoRA folder. */
  adapterFolder: string;
  /** JSON Lines, see `readRowsFile`. */
  rowsPath: string;
  /** JSON Lines of answers published before, see `readAnswersFile`. */
  answersPath?: string;
  outFolder: string;
  rule: GradientRule;
  /** Longest example in tokens: the prompt's oldest are dropped first. The model's context unless told. */
  maxTokens?: number;
  threads: number;
  /** What the threads' models may take together; fewer threads are used where they would take more. */
  memoryBytes?: number;
  onProgress?: (progress: IndexProgress) => void;
}

/**
 * Builds a gradient index from files alone: admits rows and finds families (rule step 0), takes their features (1, 2), quantises them
 * (3) and factors the preconditioner (4). What an earlier run with the same inputs finished is kept.
 *
 * @throws IndexFolderTakenError, and what reading models and rows throws
 */
export async function buildIndexFolder(options: BuildIndexFolderOptions): Promise<BuiltIndexFolder> {
  const { outFolder: folder, rule } = options;
  const rowsHash = createHash('sha256');
  const rows = await readRowsFile(options.rowsPath, (bytes) => rowsHash.update(bytes));
  const answers = options.answersPath === undefined ? undefined : await readAnswersFile(options.answersPath, rows);
  const base = await readBaseModel(options.baseFolder);
  await readLoraAdapter(options.adapterFolder, base);
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
      rows: `0x${rowsHash.digest('hex')}`,
      ...(answers && { answers: answers.digest }),
      maxTokens,
    }),
  );
  const finished = await prepareFolder(folder, inputs);
  if (finished) return { ...finished, wasFinished: true };

  const published = answers?.answers ?? [];
  const families = rule.version === 2 ? findFamilies(rows, published) : undefined;
  const admitted = await writeRowLists(folder, rows, admitRows(rows, published), families);
  const contributions = numberContributions(rows.map((row) => row.contribution));
  const encode = ({ prompt, completion }: SourceRow): Example =>
    encodeExample(base.tokenizer, prompt, completion, { appendEos: true, maxTokens });

  const threads = await threadsWithin(options.memoryBytes ?? Infinity, options.threads, options.baseFolder);
  const report = (stage: IndexProgress['stage'], done: number): void =>
    options.onProgress?.({ stage, done, total: admitted.length });
  const shards = await buildShards(
    admitted.map(({ row, family }) => ({
      row,
      family,
      contribution: contributions.numberOf(row.contribution),
      example: encode(row),
    })),
    { ...options, threads, baseDigest: models.base.digest, adapterDigest: models.adapter.digest },
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
    return { ...record, wasFinished: false };
  } finally {
    await index.close();
  }
}
