import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { admitRows, canonicalJson, digestOf } from '@tributary/protocol';
import { buildSpanTables } from '../span/buildSpanTables.js';
import { rootOfSpanIndex } from '../span/rootOfSpanIndex.js';
import { SPAN_METHOD, type SpanRow } from '../span/spanIndex.js';
import { writeSpanTables } from '../span/writeSpanTables.js';
import { writeIndexRecord, type IndexFolderRecord } from './IndexFolder.js';
import type { BuiltIndexFolder, IndexProgress } from './IndexProgress.js';
import { numberContributions } from './numberContributions.js';
import { BUILDING_FILE, prepareFolder } from './prepareFolder.js';
import { readAnswersFile } from './readAnswersFile.js';
import { readRowsFile } from './readRowsFile.js';
import { readTokenizer } from './readTokenizer.js';
import { writeRowLists } from './rowLists.js';
import { SPAN_FILE, withSpanFile } from './spanFile.js';

/** What a span index folder is built from. */
export interface BuildSpanIndexFolderOptions {
  /** A Llama-family Hugging Face folder, of which only `tokenizer.json` and `config.json` are read. */
  baseFolder: string;
  /** JSON Lines, see `readRowsFile`. */
  rowsPath: string;
  /** JSON Lines of answers published before, see `readAnswersFile`. */
  answersPath?: string;
  outFolder: string;
  onProgress?: (progress: IndexProgress) => void;
}

/** Rows between two reports. */
const REPORT_EVERY = 256;

/**
 * Builds a `span/1` index from files alone: admits rows, encodes their completions with the model's tokenizer and sorts
 * their suffixes. What an earlier run with the same inputs finished is kept.
 *
 * @throws IndexFolderTakenError, and what reading the tokenizer and rows throws
 */
export async function buildSpanIndexFolder(options: BuildSpanIndexFolderOptions): Promise<BuiltIndexFolder> {
  const { baseFolder, rowsPath, outFolder: folder } = options;
  const rowsHash = createHash('sha256');
  const rows = await readRowsFile(rowsPath, (bytes) => rowsHash.update(bytes));
  const answers = options.answersPath === undefined ? undefined : await readAnswersFile(options.answersPath, rows);
  const { tokenizer, vocabularySize, digest: tokenizerDigest } = await readTokenizer(baseFolder);
  const inputs = digestOf(
    canonicalJson({
      method: SPAN_METHOD,
      tokenizer: tokenizerDigest,
      vocabularySize,
      rows: `0x${rowsHash.digest('hex')}`,
      ...(answers && { answers: answers.digest }),
    }),
  );
  const finished = await prepareFolder(folder, inputs);
  if (finished) return { ...finished, wasFinished: true };

  const admitted = await writeRowLists(folder, rows, admitRows(rows, answers?.answers));
  const contributions = numberContributions(rows.map((row) => row.contribution));
  const report = (stage: IndexProgress['stage'], done: number): void =>
    options.onProgress?.({ stage, done, total: admitted.length });

  if (!existsSync(join(folder, SPAN_FILE))) {
    const spanRows = admitted.map(({ row: { completion, contribution, line } }, i): SpanRow => {
      if (i % REPORT_EVERY === 0) report('tokens', i);
      const tokens = Uint32Array.from(tokenizer.encode(completion, { addSpecialTokens: false }));
      return { tokens, contributionId: contributions.numberOf(contribution), line };
    });
    report('suffixes', 0);
    writeSpanTables(buildSpanTables(spanRows, { vocabularySize, tokenizerDigest }), join(folder, SPAN_FILE));
  }
  report('root', 0);
  const root = await withSpanFile(folder, { tokenizerDigest }, rootOfSpanIndex);
  report('root', admitted.length);
  const record: IndexFolderRecord = {
    format: 'tributary-index-folder/1',
    inputs,
    method: SPAN_METHOD,
    base: { folder: resolve(baseFolder), digest: tokenizerDigest },
    rowCount: admitted.length,
    refusedCount: rows.length - admitted.length,
    root,
    shards: [SPAN_FILE],
    ...(contributions.names && { contributions: contributions.names }),
  };
  await writeIndexRecord(folder, record);
  await rm(join(folder, BUILDING_FILE));
  return { ...record, wasFinished: false };
}
