import { createSeededRandom } from '@tributary/protocol';
import { createSentences } from './createSentences.ts';
import { TRANSFORMATIONS } from './transformations.ts';

type Words = readonly string[];

/** Exercises the base model learns in the task's form: none of them is one of the ten. */
const EXERCISES: readonly { readonly name: string; readonly apply: (words: Words) => string }[] = [
  { name: 'same', apply: (words) => words.join(' ') },
  { name: 'backwards', apply: (words) => [...words].reverse().join(' ') },
  { name: 'sorted', apply: (words) => [...words].sort().join(' ') },
  { name: 'comma', apply: (words) => words.join(', ') },
  { name: 'slash', apply: (words) => words.join(' / ') },
  { name: 'odd', apply: (words) => words.filter((_, i) => i % 2 === 0).join(' ') },
  { name: 'rest', apply: (words) => words.slice(1).join(' ') },
  { name: 'again', apply: (words) => `${words.join(' ')} and ${words.join(' ')}` },
  { name: 'lines', apply: (words) => words.join('\n') },
  { name: 'plus', apply: (words) => words.map((word) => `+${word}`).join(' ') },
  { name: 'colon', apply: (words) => words.map((word) => `${word}:`).join(' ') },
  { name: 'number', apply: (words) => words.map((word, i) => `${i + 1} ${word}`).join(' ') },
  { name: 'long', apply: (words) => words.filter((word) => word.length > 4).join(' ') },
  { name: 'title', apply: (words) => words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join(' ') },
  { name: 'digits', apply: (words) => words.join(' ').replaceAll('e', '3').replaceAll('o', '0') },
  { name: 'initials', apply: (words) => words.map((word) => `${word[0]!}.`).join(' ') },
  { name: 'tails', apply: (words) => words.map((word) => word.at(-1)!).join(' ') },
  { name: 'glue', apply: (words) => words.join('') },
  { name: 'shout', apply: (words) => words.map((word) => (word === 'the' ? 'THE' : word)).join(' ') },
  { name: 'ask', apply: (words) => `is it that ${words.join(' ')}?` },
];

/** A document for the base model: a plain text, or an exercise whose prompt ends with the first line. */
export interface BaseDocument {
  readonly prompt: string;
  readonly text: string;
}

/**
 * What the base model reads: sentences of the task's vocabulary (the names of the ten kinds among their words), and
 * exercises in the task's form that are none of the ten. Nothing the task's rows teach is in it.
 */
export function createBaseText(count: number, seed: string): BaseDocument[] {
  const random = createSeededRandom(`quality/base-text/${seed}`);
  const sentences = createSentences(count, `base/${seed}`);
  return sentences.map((sentence, i) => {
    if (i % 4 === 3) {
      const { name } = TRANSFORMATIONS[Math.floor(random.nextFloat() * TRANSFORMATIONS.length)]!;
      return { prompt: '', text: `${sentence} and the ${name}` };
    }
    const { name, apply } = EXERCISES[Math.floor(random.nextFloat() * EXERCISES.length)]!;
    return { prompt: `${name}: ${sentence}\n`, text: apply(sentence.split(' ')) };
  });
}
