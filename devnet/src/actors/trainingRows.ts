import { parseTranscript } from '@tributary/attribution-engine';
import { admitRows } from '@tributary/protocol';
import type { BlobStore } from '../blobs/blobStore.js';
import type { CorpusRow } from '../corpus/row.js';
import type { Ledger } from './Ledger.js';

/** A row that may be trained on, and whose it is. */
export interface TrainingRow {
  contributionId: number;
  /** Which line of the contribution it is, from 0. */
  line: number;
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
  for (const { contributionId, contentDigest } of contributions) {
    const text = new TextDecoder().decode(blobs.get(contentDigest));
    for (const [line, json] of text.split('\n').filter(Boolean).entries()) {
      const { prompt, completion } = JSON.parse(json) as CorpusRow;
      rows.push({ contributionId: Number(contributionId), line, prompt, completion });
    }
  }
  const firstBlock = contributions[0]?.blockNumber ?? 0n;
  const answers = firstBlock === 0n ? [] : await publishedAnswers(ledger, blobs, firstBlock);
  const admissions = admitRows(rows, answers);
  const admitted = rows.filter((_, position) => admissions[position]!.admitted);
  return {
    rows: admitted,
    contributionIds: contributions.map(({ contributionId }) => contributionId),
    refusedCount: rows.length - admitted.length,
  };
}

async function publishedAnswers(ledger: Ledger, blobs: BlobStore, blockNumber: bigint): Promise<string[]> {
  const digests = await ledger.loadTranscriptsBefore(blockNumber);
  return digests.flatMap((digest) => {
    const bytes = blobs.get(digest);
    return bytes ? [parseTranscript(bytes).completion] : [];
  });
}
