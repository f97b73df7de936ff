import type { SeededRandom } from '@tributary/protocol';
import type { DatanetPlan } from '../corpus/planDatanets.js';

/** Things people ask that no datanet is about. */
const UNRELATED = [
  'What is the weather like in Lisbon today?\n',
  'Write a poem about the sea.\n',
  'How do I bake bread without yeast?\n',
  'Who won the match yesterday?\n',
];
const UNRELATED_ONE_IN = 12;
const SAMPLED_ONE_IN = 4;

/** A prompt that somebody pays an answer for, and how it is sampled: mostly greedily, now and then at temperature 0.7. */
export function drawQuestion(
  plan: DatanetPlan,
  random: SeededRandom,
): { prompt: string; sampling: { temperature: number; seed: number } } {
  const pick = <T>(items: readonly T[]): T => items[random.nextU32() % items.length]!;
  const honest = plan.contributions.filter(({ character }) => character === 'honest');
  const prompt = random.nextU32() % UNRELATED_ONE_IN === 0 ? pick(UNRELATED) : pick(pick(honest).rows).prompt;
  const temperature = random.nextU32() % SAMPLED_ONE_IN === 0 ? 0.7 : 0;
  return { prompt, sampling: { temperature, seed: random.nextU32() } };
}
