import { createSeededRandom, type SeededRandom } from '@tributary/protocol';

const ADJECTIVES =
  'small old quiet bright green heavy clever tired young gentle broken hungry narrow golden early distant warm patient';
const NOUNS =
  'dog baker river garden teacher window farmer letter bridge kitchen painter forest cousin engine harbour pilot lantern market doctor sparrow village piano captain basket mountain tailor ladder winter orchard neighbour';
const VERBS =
  'watched carried painted followed found cleaned opened visited repaired remembered counted borrowed crossed described lifted measured';
const PLACES =
  'near the station|under the table|behind the mill|before breakfast|after the storm|on the island|in the attic|along the road|without a map|every morning|across the field|by the fire|at midnight|above the shop';
const STARTS = 'today|perhaps|again|slowly|at last|one evening|as usual|in silence';

const pick = (random: SeededRandom, list: readonly string[]): string =>
  list[Math.floor(random.nextFloat() * list.length)]!;

/**
 * `count` different lower-case sentences of six to eleven words over a small vocabulary, all drawn from `seed`, without
 * punctuation.
 */
export function createSentences(count: number, seed: string): string[] {
  const random = createSeededRandom(`quality/sentences/${seed}`);
  const [adjectives, nouns, verbs] = [ADJECTIVES, NOUNS, VERBS].map((list) => list.split(' ')) as [
    string[],
    string[],
    string[],
  ];
  const [places, starts] = [PLACES.split('|'), STARTS.split('|')] as const;
  const sentences = new Set<string>();
  while (sentences.size < count) {
    const thing = (): string =>
      random.nextFloat() < 0.5
        ? `the ${pick(random, nouns)}`
        : `the ${pick(random, adjectives)} ${pick(random, nouns)}`;
    const core = `${thing()} ${pick(random, verbs)} ${thing()}`;
    sentences.add(random.nextFloat() < 0.5 ? `${core} ${pick(random, places)}` : `${pick(random, starts)} ${core}`);
  }
  return [...sentences];
}
