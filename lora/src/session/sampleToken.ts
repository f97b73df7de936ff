import type { SeededRandom } from '@tributary/protocol';

/** The next token: the likeliest (lowest id among equals) at temperature 0, else a draw from softmax(logits / temperature). */
export function sampleToken(logits: Float32Array, temperature: number, random: SeededRandom): number {
  let likeliest = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[likeliest]!) likeliest = id;
  if (temperature <= 0) return likeliest;
  const largest = logits[likeliest]!;
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
  let rest = random.nextFloat() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let id = 0; id < weights.length; id++) {
    rest -= weights[id]!;
    if (rest < 0) return id;
  }
  return likeliest;
}
