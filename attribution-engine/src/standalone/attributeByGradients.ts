import {
  InvalidExampleError,
  encodeExample,
  readBaseModel,
  readLoraAdapter,
  type BaseModel,
  type Example,
} from '@tributary/lora';
import type { FeatureRecord, IntegerVector } from '@tributary/protocol';
import type { IndexReader } from '../index/attributionIndex.js';
import { MalformedIndexError } from '../index/indexFile.js';
import { joinIndexes } from '../index/joinIndexes.js';
import { createModelAttribution, type ModelAttribution } from '../model/createModelAttribution.js';
import type { AttributeTranscriptOptions, TranscriptAttribution } from './attributeTranscript.js';
import { checkModelFolder } from './checkModelFolder.js';
import { digestFolder } from './digestFolder.js';
import { MalformedIndexFolderError, malformedFile, type IndexFolderRecord } from './IndexFolder.js';
import { namedShares } from './namedShares.js';
import { numberedContributions } from './numberContributions.js';
import { openShards } from './openShards.js';
import { readPreconditioner } from './preconditionerFile.js';
import { MalformedTranscriptFileError, type TranscriptFile } from './readTranscriptFile.js';
import { readRowIds } from './rowLists.js';

/** Scores a transcript by `gradient/1` or one of its variants (rule steps 4 to 6). @throws as `attributeTranscript` */
export async function attributeByGradients(
  options: AttributeTranscriptOptions,
  record: IndexFolderRecord,
  transcript: TranscriptFile,
): Promise<TranscriptAttribution> {
  const { indexFolder: folder } = options;
  const { adapter: adapterReference } = record;
  if (!adapterReference) throw new MalformedIndexFolderError({ folder, reason: 'it names no adapter' });
  const baseFolder = await checkModelFolder(options.baseFolder, record.base, (at) => digestFolder(at, 'huggingface'));
  const adapterFolder = await checkModelFolder(options.adapterFolder, adapterReference, (at) =>
    digestFolder(at, 'peft'),
  );
  const base = await readBaseModel(baseFolder);
  const adapter = await readLoraAdapter(adapterFolder, base);
  const shards = await openShards(folder, record.shards);
  try {
    const index = joinIndexes(shards);
    const { method, baseDigest, adapterDigest } = index;
    if (method !== record.method || baseDigest !== record.base.digest || adapterDigest !== adapterReference.digest) {
      throw new MalformedIndexError({ reason: 'they are of another model or method than index.json' });
    }
    const factors = await readPreconditioner(folder, index);
    const { memoryBytes } = options;
    const backend = await options.openBackend();
    try {
      const attribution = await createModelAttribution(base, adapter, index, backend, { factors, memoryBytes });
      const query = await computeQuery(attribution, encodeTranscript(base, transcript), options.transcriptPath);
      const result = await attribution.attribute(query);
      attribution.dispose();
      return {
        ...(await nameResult(options, record, index, result)),
        device: `${backend.name} (${backend.device})`,
      };
    } finally {
      await backend.dispose();
    }
  } catch (error) {
    throw error instanceof MalformedIndexError ? malformedFile(folder, 'its shards', error) : error;
  } finally {
    await Promise.all(shards.map((shard) => shard.close()));
  }
}

async function computeQuery(attribution: ModelAttribution, example: Example, path: string): Promise<FeatureRecord> {
  try {
    return await attribution.computeQuery(example);
  } catch (error) {
    if (!(error instanceof InvalidExampleError)) throw error;
    const { cause, limit } = error.facts as { cause: string; limit?: number };
    const reason = limit === undefined ? cause : `${cause} for the model, which takes ${limit}`;
    throw new MalformedTranscriptFileError({ path, reason }, { cause: error });
  }
}

async function nameResult(
  { indexFolder: folder, top }: AttributeTranscriptOptions,
  record: IndexFolderRecord,
  index: IndexReader,
  result: Awaited<ReturnType<ModelAttribution['attribute']>>,
): Promise<Omit<TranscriptAttribution, 'device'>> {
  const { scores, shares, unattributed, reason } = result;
  const names = numberedContributions(record.contributions);
  const rows = highestScores(scores, top);
  const idOf = await readRowIds(folder, index.contributions.length, rows);
  return {
    method: record.method,
    scores: rows.map((row) => ({
      row: idOf(row),
      contribution: names.nameOf(index.contributions[row]!),
      score: scores.exact(row).toString(),
    })),
    shares: unattributed ? [] : namedShares(shares, names),
    unattributed,
    ...(reason && { reason }),
  };
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
