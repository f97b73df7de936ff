import { utf8ToBytes } from '@noble/hashes/utils.js';
import { CandidateIndex, rarestFirst } from './CandidateIndex.js';
import type { PublishedAnswer } from './PublishedAnswer.js';

/** One training row as contributed. */
export interface Row {
  prompt: string;
  completion: string;
}

/** Why a row is not trained on. `of` is the earlier row, or the published answer, that it repeats. */
export type Admission = { admitted: true } | { admitted: false; reason: 'DUPLICATE' | 'TRANSCRIPT'; of: number };

/** Answers with fewer shingles than this are too short to exclude a row by. */
const MIN_ANSWER_SHINGLES = 16;

/** NFC, runs of white space collapsed to one space, trimmed. Case is kept: classes may differ in case alone. */
export function normalizeText(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** The set of 4-byte windows of UTF-8 text, each as a uint32. Shorter texts have none. */
export function shinglesOf(text: string): Set<number> {
  const bytes = utf8ToBytes(text);
  const shingles = new Set<number>();
  for (let i = 0; i + 4 <= bytes.length; i++) {
    shingles.add(((bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!) >>> 0);
  }
  return shingles;
}

/**
 * Decides which rows may be trained on (rule step 0). A row is a duplicate when its shingles and those of an earlier
 * admitted row overlap with Jaccard ≥ 0.7, whoever owns either; it copies a transcript when it holds ≥ 60 % of the
 * shingles of an answer that this network had published before. Both are decided in integers, by exact counts; an index
 * over the rarest shingles finds the candidates.
 *
 * @param rows in the order of commitment
 * @param publishedAnswers each refuses only rows that were committed after it
 */
export function admitRows(rows: readonly Row[], publishedAnswers: readonly PublishedAnswer[] = []): Admission[] {
  const texts = rows.map((row) => shinglesOf(`${normalizeText(row.prompt)} ${normalizeText(row.completion)}`));
  const order = rarestFirst(texts);

  // Whoever holds ⌈0.6·m⌉ of an answer's shingles holds ⌈m/5⌉ of the rarest m − ⌈0.6·m⌉ + ⌈m/5⌉.
  const copied = new CandidateIndex(
    (size) => size - Math.ceil((3 * size) / 5) + Math.ceil(size / 5),
    (_, size) => Math.ceil((3 * size) / 5),
  );
  const publish = (i: number): void => {
    const answer = shinglesOf(normalizeText(publishedAnswers[i]!.completion));
    if (answer.size >= MIN_ANSWER_SHINGLES) copied.add(i, order(answer));
  };
  const publishedAfter = Map.groupBy(publishedAnswers.keys(), (i) => publishedAnswers[i]!.rowsBefore);
  // 10·shared ≥ 7·(a + b − shared) is 17·shared ≥ 7·(a + b); such sets share one of the rarest n − ⌈0.7·n⌉ + 1 of each.
  const admitted = new CandidateIndex(
    (size) => size - Math.ceil((7 * size) / 10) + 1,
    (a, b) => Math.ceil((7 * (a + b)) / 17),
  );

  return rows.map((row, position): Admission => {
    publishedAfter.get(position)?.forEach(publish);
    const completion = order(shinglesOf(normalizeText(row.completion)));
    const answer = copied.findFirst(completion, completion.length);
    if (answer !== undefined) return { admitted: false, reason: 'TRANSCRIPT', of: answer };

    const text = order(texts[position]!);
    const earlier = admitted.findFirst(text, admitted.prefixLength(text.length));
    if (earlier !== undefined) return { admitted: false, reason: 'DUPLICATE', of: earlier };
    admitted.add(position, text);
    return { admitted: true };
  });
}
