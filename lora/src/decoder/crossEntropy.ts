import type { WasmArena } from '../kernels/WasmArena.js';

/**
 * The summed negative log-likelihood of `targets` under `logits` [targets, vocabSize], in nats. Replaces the logits by
 * the gradient of that sum, softmax − one-hot.
 */
export function crossEntropy(arena: WasmArena, logits: number, vocabSize: number, targets: readonly number[]): number {
  const { floats } = arena;
  let loss = 0;
  targets.forEach((target, row) => {
    const at = logits + row * vocabSize;
    let largest = -Infinity;
    for (let i = 0; i < vocabSize; i++) largest = Math.max(largest, floats[at + i]!);
    for (let i = 0; i < vocabSize; i++) floats[at + i]! -= largest;
    loss -= floats[at + target]!;
  });
  arena.exponentiate(logits, targets.length * vocabSize);
  targets.forEach((target, row) => {
    const at = logits + row * vocabSize;
    let sum = 0;
    for (let i = 0; i < vocabSize; i++) sum += floats[at + i]!;
    loss += Math.log(sum);
    for (let i = 0; i < vocabSize; i++) floats[at + i]! /= sum;
    floats[at + target]! -= 1;
  });
  return loss;
}
