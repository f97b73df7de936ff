import { join } from 'node:path';
import { attributeSpans, type SpanAttribution } from '../span/attributeSpans.js';
import { UNITS_PER_BIT } from '../span/informationOf.js';
import { spanOffsets } from '../span/spanOffsets.js';
import { withoutEndToken } from '../span/withoutEndToken.js';
import type { AttributeTranscriptOptions, TranscriptAttribution } from './attributeTranscript.js';
import { checkModelFolder } from './checkModelFolder.js';
import { digestFile } from './digestFolder.js';
import { MalformedIndexFolderError, type IndexFolderRecord } from './IndexFolder.js';
import { namedShares } from './namedShares.js';
import { numberedContributions } from './numberContributions.js';
import { MalformedTranscriptFileError, type TranscriptFile } from './readTranscriptFile.js';
import { readTokenizer, type ModelTokenizer } from './readTokenizer.js';
import { readRowIds } from './rowLists.js';
import { SPAN_FILE, withSpanFile } from './spanFile.js';

/** Divides a transcript by `span/1`: whose text stands in it word for word. @throws as `attributeTranscript` */
export async function attributeBySpans(
  options: AttributeTranscriptOptions,
  record: IndexFolderRecord,
  transcript: TranscriptFile,
): Promise<TranscriptAttribution> {
  const { indexFolder: folder, memoryBytes, transcriptPath: path } = options;
  const { base, shards } = record;
  if (shards.length !== 1 || shards[0] !== SPAN_FILE) {
    throw new MalformedIndexFolderError({ folder, reason: `its file is not ${SPAN_FILE}` });
  }
  const baseFolder = await checkModelFolder(options.baseFolder, base, (at) => digestFile(join(at, 'tokenizer.json')));
  const model = await readTokenizer(baseFolder);
  const tokens = answerOf(transcript, model, path);
  const [result, rowCount] = await withSpanFile(
    folder,
    { tokenizerDigest: base.digest, memoryBytes },
    (index): [SpanAttribution, number] => [attributeSpans(index, tokens), index.rowStarts.length],
  );

  const names = numberedContributions(record.contributions);
  const scores = result.scores.slice(0, options.top);
  const listed = result.spans.flatMap((span) => span.rows.map(({ row }) => row));
  const idOf = await readRowIds(folder, rowCount, [...listed, ...scores.map(({ row }) => row)]);
  const { text, offsets } = spanOffsets(tokens, result.spans, (ids) => model.tokenizer.decode(ids));
  return {
    method: record.method,
    scores: scores.map(({ row, contribution, score }) => ({
      row: idOf(row),
      contribution: names.nameOf(contribution),
      score: score.toString(),
    })),
    shares: result.unattributed ? [] : namedShares(result.shares, names),
    unattributed: result.unattributed,
    ...(result.reason && { reason: result.reason }),
    answer: text,
    spans: result.spans.map(({ start, end, information, count, rows }, i) => ({
      start,
      end,
      offsets: [offsets[i]!.start, offsets[i]!.end],
      text: text.slice(offsets[i]!.start, offsets[i]!.end),
      informationBits: Math.round((100 * information) / UNITS_PER_BIT) / 100,
      count,
      rows: rows.map(({ row, contribution, line }) => ({
        row: idOf(row),
        contribution: names.nameOf(contribution),
        line,
      })),
    })),
    device: 'CPU',
  };
}

/** The answer's tokens, without an end token. */
function answerOf(transcript: TranscriptFile, model: ModelTokenizer, path: string): readonly number[] {
  const { tokenizer, vocabularySize } = model;
  const { completion, completionTokenIds } = transcript;
  if (!completionTokenIds) return tokenizer.encode(completion, { addSpecialTokens: false });
  const unknown = completionTokenIds.find((id) => id >= vocabularySize);
  if (unknown !== undefined) {
    throw new MalformedTranscriptFileError({ path, reason: `${unknown} is no token of the model` });
  }
  return withoutEndToken(completionTokenIds, tokenizer.eosId);
}
