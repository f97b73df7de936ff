import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  encodeExample,
  loadBaseModel,
  loadLoraAdapter,
  readModelFolder,
  type BaseModel,
  type Example,
} from '@tributary/lora';
import { FatalError, apportion, type IntegerVector } from '@tributary/protocol';
import { joinIndexes } from '../index/joinIndexes.js';
import { createModelAttribution } from '../model/createModelAttribution.js';
import type { ScoringBackend } from '../score/scoringBackend.js';
import { ROW_LISTS } from './buildIndexFolder.js';
import { digestFolder } from './digestFolder.js';
import { MalformedIndexFolderError, readIndexRecord, type IndexFolderRecord } from './IndexFolder.js';
import { numberedContributions } from './numberContributions.js';
import { openShards } from './openShards.js';
import { readPreconditioner } from './preconditionerFile.js';

/** What one transcript is attributed with. */
export interface AttributeTranscriptOptions {
  indexFolder: string;
  /** JSON: `{"prompt", "completion"}`, optionally with `promptTokenIds` and `completionTokenIds`, which then decide. */
  transcriptPath: string;
  /** Where the models are now; where they were when the index was built, unless told. */
  baseFolder?: string;
  adapterFolder?: string;
  backend: ScoringBackend;
  /** Bytes of rows held at once. */
  memoryBytes: number;
  /** How many of the highest raw scores are given. */
  top: number;
}

/** Who shaped an answer, from files alone. */
export interface TranscriptAttribution {
  method: string;
  /** The highest raw scores (rule step 5), highest first: integers as text, negative ones too. */
  scores: { row: string; contribution: string; score: string }[];
  /** Rule step 6, summing to 10,000, largest first; empty when unattributed. */
  shares: { contribution: string; bps: number }[];
  unattributed: boolean;
  /** Why nobody is paid. */
  reason?: string;
}

/** The transcript file does not hold a prompt and an answer. */
export class MalformedTranscriptFileError extends FatalError {
  constructor(facts: { path: string; reason: string }) {
    super(`${facts.path} is no transcript: ${facts.reason}. It is to be {"prompt": "…", "completion": "…"}.`, facts);
  }
}

/** The model in the folder is not the one the index was built over. */
export class OtherModelError extends FatalError {
  constructor(facts: { folder: string; expected: string; actual: string }) {
    super(
      `${facts.folder} holds another model (${facts.actual}) than the index was built over (${facts.expected}). Name the right folder, or build the index again.`,
      facts,
    );
  }
}

const MAX_TRANSCRIPT_BYTES = 4 << 20;

/**
 * Scores one transcript against an index folder (rule steps 4 to 6), without a chain.
 *
 * @throws {MalformedTranscriptFileError} {@link OtherModelError} `MalformedIndexFolderError`, and what reading models throws
 */
export async function attributeTranscript(options: AttributeTranscriptOptions): Promise<TranscriptAttribution> {
  const { indexFolder: folder, backend, memoryBytes, top } = options;
  const record = await readIndexRecord(folder);
  if (!record) throw new MalformedIndexFolderError({ folder, reason: 'it has no index.json' });
  const transcript = await readTranscriptFile(options.transcriptPath);
  const base = loadBaseModel(await readModelFolder(await checkFolder(options.baseFolder, record.base, 'huggingface')));
  const adapter = loadLoraAdapter(
    await readModelFolder(await checkFolder(options.adapterFolder, record.adapter!, 'peft')),
    base,
  );
  const index = joinIndexes(await openShards(folder, record.shards));
  try {
    const factors = await readPreconditioner(folder, index);
    const attribution = await createModelAttribution(base, adapter, index, backend, { factors, memoryBytes });
    const query = await attribution.computeQuery(encodeTranscript(base, transcript));
    const { scores, shares, unattributed, reason } = await attribution.attribute(query);
    attribution.dispose();
    const names = numberedContributions(record.contributions);
    const ids = await readRowIds(folder, index.contributions.length);
    const bps = unattributed
      ? []
      : apportion(
          10_000n,
          shares.map(({ weight }) => weight),
        );
    return {
      method: record.method,
      scores: highestScores(scores, top).map((row) => ({
        row: ids[row]!,
        contribution: names.nameOf(index.contributions[row]!),
        score: scores.exact(row).toString(),
      })),
      shares: shares
        .map(({ contributionId }, i) => ({ contribution: names.nameOf(Number(contributionId)), bps: Number(bps[i]) }))
        .sort((a, b) => b.bps - a.bps),
      unattributed,
      ...(reason && { reason }),
    };
  } finally {
    await index.close();
  }
}

async function checkFolder(
  given: string | undefined,
  recorded: NonNullable<IndexFolderRecord['adapter']>,
  format: 'huggingface' | 'peft',
): Promise<string> {
  const folder = given ?? recorded.folder;
  const actual = await digestFolder(folder, format);
  if (actual !== recorded.digest) throw new OtherModelError({ folder, expected: recorded.digest, actual });
  return folder;
}

interface TranscriptFile {
  prompt: string;
  completion: string;
  promptTokenIds?: number[];
  completionTokenIds?: number[];
}

async function readTranscriptFile(path: string): Promise<TranscriptFile> {
  const fail = (reason: string): never => {
    throw new MalformedTranscriptFileError({ path, reason });
  };
  if ((await stat(path)).size > MAX_TRANSCRIPT_BYTES) fail(`it is larger than ${MAX_TRANSCRIPT_BYTES} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)));
  } catch {
    fail('it is not JSON in UTF-8');
  }
  const transcript = (value ?? {}) as Record<string, unknown>;
  for (const key of ['prompt', 'completion']) {
    if (typeof transcript[key] !== 'string') fail(`"${key}" is not text`);
  }
  for (const key of ['promptTokenIds', 'completionTokenIds']) {
    const ids = transcript[key];
    if (
      ids !== undefined &&
      !(Array.isArray(ids) && ids.every((id) => Number.isSafeInteger(id) && (id as number) >= 0))
    ) {
      fail(`"${key}" is not a list of token ids`);
    }
  }
  if (transcript['completion'] === '' && transcript['completionTokenIds'] === undefined) fail('"completion" is empty');
  return transcript as unknown as TranscriptFile;
}

function encodeTranscript(base: BaseModel, transcript: TranscriptFile): Example {
  const { prompt, completion, promptTokenIds, completionTokenIds } = transcript;
  const encoded = encodeExample(base.tokenizer, prompt, completion, { appendEos: true });
  return {
    promptIds: promptTokenIds ?? encoded.promptIds,
    completionIds: completionTokenIds ?? encoded.completionIds,
  };
}

/** Rows of the highest scores, highest first, ties by row. */
function highestScores(scores: IntegerVector, top: number): number[] {
  const { rounded } = scores;
  const rows = [...rounded.keys()].sort((a, b) => {
    if (rounded[a] !== rounded[b]) return rounded[b]! - rounded[a]!;
    const difference = scores.exact(b) - scores.exact(a);
    return difference > 0n ? 1 : difference < 0n ? -1 : a - b;
  });
  return rows.slice(0, top);
}

async function readRowIds(folder: string, rowCount: number): Promise<string[]> {
  const lines = (await readFile(join(folder, ROW_LISTS.admitted), 'utf8')).split('\n').slice(0, -1);
  if (lines.length !== rowCount) {
    throw new MalformedIndexFolderError({
      folder,
      reason: `${ROW_LISTS.admitted} lists ${lines.length} of ${rowCount} rows`,
    });
  }
  return lines.map((line) => (JSON.parse(line) as { id: string }).id);
}
