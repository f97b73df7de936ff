import { utf8ToBytes } from '@noble/hashes/utils.js';

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
 * shingles of an answer that this network had published before. Both are decided in integers, by exact counts: an
 * inverted index over shingles only finds the candidates.
 *
 * @param rows in the order of commitment
 * @param publishedAnswers completions settled before the rows were committed
 */
export function admitRows(rows: readonly Row[], publishedAnswers: readonly string[] = []): Admission[] {
  const answers = postingsOf(publishedAnswers.map((answer) => shinglesOf(normalizeText(answer))));
  const admitted = postingsOf([]);
  return rows.map((row, position): Admission => {
    const completion = normalizeText(row.completion);
    const copied = answers.overlaps(shinglesOf(completion)).find(({ owner, shared }) => {
      const size = answers.sizeOf(owner);
      return size >= MIN_ANSWER_SHINGLES && 5 * shared >= 3 * size;
    });
    if (copied) return { admitted: false, reason: 'TRANSCRIPT', of: copied.owner };

    const shingles = shinglesOf(`${normalizeText(row.prompt)} ${completion}`);
    const earlier = admitted
      .overlaps(shingles)
      .find(({ owner, shared }) => 10 * shared >= 7 * (shingles.size + admitted.sizeOf(owner) - shared));
    if (earlier) return { admitted: false, reason: 'DUPLICATE', of: earlier.owner };
    admitted.add(position, shingles);
    return { admitted: true };
  });
}

/** An inverted index from shingle to the sets that hold it. */
function postingsOf(sets: readonly Set<number>[]): {
  add(owner: number, shingles: Set<number>): void;
  overlaps(shingles: Set<number>): { owner: number; shared: number }[];
  sizeOf(owner: number): number;
} {
  const postings = new Map<number, number[]>();
  const sizes = new Map<number, number>();
  const add = (owner: number, shingles: Set<number>): void => {
    sizes.set(owner, shingles.size);
    for (const shingle of shingles) {
      const owners = postings.get(shingle);
      if (owners) owners.push(owner);
      else postings.set(shingle, [owner]);
    }
  };
  sets.forEach((shingles, owner) => add(owner, shingles));
  return {
    add,
    sizeOf: (owner) => sizes.get(owner) ?? 0,
    overlaps(shingles) {
      const shared = new Map<number, number>();
      for (const shingle of shingles) {
        for (const owner of postings.get(shingle) ?? []) shared.set(owner, (shared.get(owner) ?? 0) + 1);
      }
      return [...shared].map(([owner, count]) => ({ owner, shared: count })).sort((a, b) => a.owner - b.owner);
    },
  };
}
