import { createSeededRandom, findFamilies, type Row, type SeededRandom } from '@tributary/protocol';
import { createSentences } from './createSentences.ts';
import type { TaskRow } from './createTask.ts';
import type { StudyAnswer } from './prepareStudy.ts';
import { TRANSFORMATIONS } from './transformations.ts';

/** How a copier changes the rows of others. */
export const COPY_STYLES = ['exact', 'renamed', '10 % of letters changed', '20 % of letters changed'] as const;
export type CopyStyle = (typeof COPY_STYLES)[number];

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The copier's version of a row. */
export function copyRow(row: TaskRow, style: CopyStyle, label: string): Row {
  const { name, alias } = TRANSFORMATIONS[row.kind]!;
  if (style === 'exact') return { prompt: row.prompt, completion: row.completion };
  if (style === 'renamed') return { prompt: row.prompt.replace(name, alias), completion: row.completion };
  const random = createSeededRandom(`quality/copy/${label}`);
  const share = style.startsWith('10') ? 0.1 : 0.2;
  const head = `${name}: `;
  return {
    prompt: head + changeLetters(row.prompt.slice(head.length), share, random),
    completion: changeLetters(row.completion, share, random),
  };
}

/** Every answer again and again, word for word. */
export function copyAnswers(targets: readonly StudyAnswer[], count: number): Row[] {
  return Array.from({ length: count }, (_, i) => {
    const { prompt, completion } = targets[i % targets.length]!;
    return { prompt, completion };
  });
}

/**
 * Variations around answers that stay below the transcript rule: each row holds another half of the answer (a run of
 * 45 to 55 % of its characters) inside honest work of the answer's kind.
 */
export function varyHalfAnswers(targets: readonly StudyAnswer[], count: number, label: string): Row[] {
  const random = createSeededRandom(`quality/half-copies/${label}`);
  const fillers = createSentences(count, `half-copies/${label}`);
  return Array.from({ length: count }, (_, i) => {
    const { prompt, completion, kind } = targets[i % targets.length]!;
    const length = Math.round(completion.length * (0.45 + 0.1 * random.nextFloat()));
    const from = Math.floor(random.nextFloat() * (completion.length - length + 1));
    const half = completion.slice(from, from + length);
    const filler = TRANSFORMATIONS[kind]!.apply(fillers[i]!);
    const rest = filler.slice(0, Math.max(4, completion.length - length));
    return { prompt, completion: random.nextFloat() < 0.5 ? `${half} ${rest}` : `${rest} ${half}` };
  });
}

/** Parts of an answer that a slicer tries, the largest first, in shares of its length. */
const SLICE_PARTS = [0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05];

/**
 * What an attacker does who knows families: each row holds the longest run of an answer with which it is in no family,
 * inside honest work of the answer's kind.
 *
 * @param earlier rows committed before the answers, of which there are many
 */
export function sliceAnswers(
  targets: readonly StudyAnswer[],
  earlier: readonly Row[],
  count: number,
  label: string,
): Row[] {
  const random = createSeededRandom(`quality/slices/${label}`);
  const fillers = createSentences(count, `slices/${label}`);
  const drafts = Array.from({ length: count }, (_, i) =>
    SLICE_PARTS.map((part): Row => {
      const { prompt, completion, kind } = targets[i % targets.length]!;
      const length = Math.max(4, Math.round(completion.length * part));
      const from = Math.floor(random.nextFloat() * (completion.length - length + 1));
      const rest = TRANSFORMATIONS[kind]!.apply(fillers[i]!).slice(0, Math.max(4, completion.length - length));
      const slice = completion.slice(from, from + length);
      return { prompt, completion: random.nextFloat() < 0.5 ? `${slice} ${rest}` : `${rest} ${slice}` };
    }),
  );
  const published = targets.map(({ completion }) => ({ completion, rowsBefore: earlier.length }));
  const families = findFamilies([...earlier, ...drafts.flat()], published).subarray(earlier.length);
  return drafts.map((parts, i) => {
    const free = parts.findIndex((_, p) => families[i * SLICE_PARTS.length + p] === 0);
    return parts[free < 0 ? parts.length - 1 : free]!;
  });
}

/** Honest work of all kinds, but five sentences to the row. */
export function writeLongRows(count: number, label: string): Row[] {
  const sentences = createSentences(count * 5, `long/${label}`);
  return Array.from({ length: count }, (_, i) => {
    const { name, apply } = TRANSFORMATIONS[i % TRANSFORMATIONS.length]!;
    const text = sentences.slice(i * 5, i * 5 + 5).join(' and ');
    return { prompt: `${name}: ${text}\n`, completion: apply(text) };
  });
}

function changeLetters(text: string, share: number, random: SeededRandom): string {
  return [...text]
    .map((letter) => {
      if (!/[a-z]/i.test(letter) || random.nextFloat() >= share) return letter;
      const other = LETTERS[Math.floor(random.nextFloat() * LETTERS.length)]!;
      return letter === letter.toUpperCase() ? other.toUpperCase() : other;
    })
    .join('');
}
