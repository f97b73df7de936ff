import { normalizeText, shinglesOf, type Row } from './admitRows.js';
import { LARGE_INDEX_ROWS } from './largeIndex.js';
import type { PublishedAnswer } from './PublishedAnswer.js';

/** Novel shingles that an answer has and a row shares with it at the least: fewer are shared by chance. */
const MIN_NOVEL_SHINGLES = 8;

/**
 * Which rows repeat a part of the same published answer (rule step 0 of `gradient/2`). What counts of an answer is what
 * it said that no earlier row had: a later row that holds at least a tenth of that, and 8 shingles of it, belongs to the
 * answer's family. Of several, that of which it holds the largest part, ties to the earlier answer.
 *
 * @param rows in the order of commitment, admitted or not
 * @param answers in the order of publication; those before which fewer than 300 rows were committed count for nothing
 * @returns [rows]: 1, 2, … in the order in which families first appear; 0: none
 */
export function findFamilies(rows: readonly Row[], answers: readonly PublishedAnswer[]): Uint32Array {
  const known = new Set<number>();
  const novelCounts = new Uint32Array(answers.length);
  const answersWith = new Map<number, number[]>();
  const publish = (answer: number): void => {
    const novel = [...shinglesOf(normalizeText(answers[answer]!.completion))].filter((shingle) => !known.has(shingle));
    if (novel.length < MIN_NOVEL_SHINGLES) return;
    novelCounts[answer] = novel.length;
    for (const shingle of novel) {
      const holders = answersWith.get(shingle);
      if (holders) holders.push(answer);
      else answersWith.set(shingle, [answer]);
    }
  };

  const publishedAfter = Map.groupBy(answers.keys(), (answer) => answers[answer]!.rowsBefore);
  const numbers = new Map<number, number>();
  return Uint32Array.from(rows, (row, position) => {
    if (position >= LARGE_INDEX_ROWS) publishedAfter.get(position)?.forEach(publish);
    const shingles = shinglesOf(normalizeText(row.completion));
    const answer = closestAnswer(shingles, answersWith, novelCounts);
    for (const shingle of shingles) known.add(shingle);
    if (answer === undefined) return 0;
    if (!numbers.has(answer)) numbers.set(answer, numbers.size + 1);
    return numbers.get(answer)!;
  });
}

/** Of whose novel shingles the set holds the largest part, and enough. */
function closestAnswer(
  shingles: ReadonlySet<number>,
  answersWith: ReadonlyMap<number, readonly number[]>,
  novelCounts: Uint32Array,
): number | undefined {
  const shared = new Map<number, number>();
  for (const shingle of shingles) {
    for (const answer of answersWith.get(shingle) ?? []) shared.set(answer, (shared.get(answer) ?? 0) + 1);
  }
  let closest: number | undefined;
  for (const [answer, count] of shared) {
    const novel = novelCounts[answer]!;
    if (count < MIN_NOVEL_SHINGLES || 10 * count < novel) continue;
    if (closest !== undefined) {
      const lead = count * novelCounts[closest]! - shared.get(closest)! * novel;
      if (lead < 0 || (lead === 0 && answer > closest)) continue;
    }
    closest = answer;
  }
  return closest;
}
