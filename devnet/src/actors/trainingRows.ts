import { parseTranscript } from '@tributary/attribution-engine';
import { admitRows, findFamilies, type PublishedAnswer } from '@tributary/protocol';
import type { BlobStore } from '../blobs/blobStore.js';
import type { CorpusRow } from '../corpus/row.js';
import type { AcceptedContribution, Ledger } from './Ledger.js';

/** A row that may be trained on, and whose it is. */
export interface TrainingRow {
  contributionId: number;
  /** Which line of the contribution it is, from 0. */
  line: number;
  /** Its family of copies of a published answer, 0 for none. */
  family: number;
  prompt: string;
  completion: string;
}

/** The admitted rows of a datanet as it stands (rule step 0), and what they came from. */
export interface TrainingRows {
  rows: TrainingRow[];
  contributionIds: bigint[];
  /** Rows that repeat earlier ones, or answers that were already published. */
  refusedCount: number;
}

/** Reads the accepted contributions of a datanet and decides which of their rows are admitted. */
export async function collectTrainingRows(ledger: Ledger, blobs: BlobStore, datanetId: bigint): Promise<TrainingRows> {
  const contributions = (await ledger.loadAcceptedContributions()).filter((c) => c.datanetId === datanetId);
  const rows: TrainingRow[] = [];
  const rowsBefore: number[] = [];
  for (const { contributionId, contentDigest } of contributions) {
    rowsBefore.push(rows.length);
    const text = new TextDecoder().decode(blobs.get(contentDigest));
    for (const [line, json] of text.split('\n').filter(Boolean).entries()) {
      const { prompt, completion } = JSON.parse(json) as CorpusRow;
      rows.push({ contributionId: Number(contributionId), line, family: 0, prompt, completion });
    }
  }
  const answers = await publishedAnswers(ledger, blobs, contributions, [...rowsBefore, rows.length]);
  const families = findFamilies(rows, answers);
  rows.forEach((row, position) => (row.family = families[position]!));
  const admissions = admitRows(rows, answers);
  const admitted = rows.filter((_, position) => admissions[position]!.admitted);
  return {
    rows: admitted,
    contributionIds: contributions.map(({ contributionId }) => contributionId),
    refusedCount: rows.length - admitted.length,
  };
}

/** @param rowsBefore of each contribution, and of all of them: how many rows were committed before it */
async function publishedAnswers(
  ledger: Ledger,
  blobs: BlobStore,
  contributions: readonly AcceptedContribution[],
  rowsBefore: readonly number[],
): Promise<PublishedAnswer[]> {
  const transcripts = await ledger.loadTranscripts();
  return transcripts.flatMap(({ transcriptDigest, blockNumber }) => {
    const bytes = blobs.get(transcriptDigest);
    if (!bytes) return [];
    // Contributions of the answer's own block count as earlier: nobody could have read it.
    const later = contributions.findIndex((contribution) => contribution.blockNumber > blockNumber);
    return [{ completion: parseTranscript(bytes).completion, rowsBefore: rowsBefore.at(later)! }];
  });
}
