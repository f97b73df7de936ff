import { UnknownMethodError, parseMethod } from '../features/gradientRule.js';
import type { ScoringBackend } from '../score/scoringBackend.js';
import { SPAN_METHOD } from '../span/spanIndex.js';
import { attributeByGradients } from './attributeByGradients.js';
import { attributeBySpans } from './attributeBySpans.js';
import { MalformedIndexFolderError, readIndexRecord } from './IndexFolder.js';
import { readTranscriptFile } from './readTranscriptFile.js';

/** What one transcript is attributed with. */
export interface AttributeTranscriptOptions {
  indexFolder: string;
  /** JSON: `{"prompt", "completion"}`, optionally with `promptTokenIds` and `completionTokenIds`, which then decide. */
  transcriptPath: string;
  /** Where the models are now; where they were when the index was built, unless told. */
  baseFolder?: string;
  adapterFolder?: string;
  /** Called where the method needs one; it is disposed of afterwards. */
  openBackend: () => Promise<ScoringBackend>;
  /** Bytes of the index held at once. */
  memoryBytes: number;
  /** How many of the highest raw scores are given. */
  top: number;
}

/** A run of the answer that stands word for word in training rows. */
export interface TranscriptSpan {
  /** [start, end) in the answer's tokens. */
  start: number;
  end: number;
  /** [start, end) in the `answer`, UTF-16. */
  offsets: [start: number, end: number];
  text: string;
  /** Of its tokens together, to two decimals: for people. */
  informationBits: number;
  /** How many rows hold it. */
  count: number;
  /** The first 100 of them; `line` is that of the rows file, from 0. */
  rows: { row: string; contribution: string; line: number }[];
}

/** Who shaped an answer, from files alone. */
export interface TranscriptAttribution {
  method: string;
  /**
   * The highest raw scores, highest first: integers as text. Of `gradient/1` they are those of rule step 5, negative
   * ones too; of `span/1` in 1/65,536 bit.
   */
  scores: { row: string; contribution: string; score: string }[];
  /** Summing to 10,000, largest first; empty when unattributed. */
  shares: { contribution: string; bps: number }[];
  unattributed: boolean;
  /** Why nobody is paid. */
  reason?: string;
  /** `span/1`: the answer as its tokens read, and its verbatim spans, by start. */
  answer?: string;
  spans?: TranscriptSpan[];
  /** What computed it. */
  device: string;
}

/**
 * Attributes one transcript by an index folder and the method it was built for, without a chain.
 *
 * @throws {MalformedTranscriptFileError} {@link OtherModelError} {@link MalformedIndexFolderError}, and what reading models throws
 */
export async function attributeTranscript(options: AttributeTranscriptOptions): Promise<TranscriptAttribution> {
  const { indexFolder: folder } = options;
  const record = await readIndexRecord(folder);
  if (!record) throw new MalformedIndexFolderError({ folder, reason: 'it has no index.json' });
  const transcript = await readTranscriptFile(options.transcriptPath);
  if (record.method === SPAN_METHOD) return attributeBySpans(options, record, transcript);
  if (takesGradients(record.method)) return attributeByGradients(options, record, transcript);
  const method = JSON.stringify(record.method.slice(0, 100));
  throw new MalformedIndexFolderError({ folder, reason: `its method ${method} is unknown to this version` });
}

function takesGradients(method: string): boolean {
  try {
    parseMethod(method);
    return true;
  } catch (error) {
    if (error instanceof UnknownMethodError) return false;
    throw error;
  }
}
