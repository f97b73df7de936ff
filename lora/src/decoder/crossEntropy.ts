import type { WasmArena } from '../kernels/WasmArena.js';

/**
 * The summed negative log-likelihood of `targets` under `logits`, rows of `vocabSize` that lie `stride` floats apart, in
 * nats. Replaces the logits by the gradient of that sum, softmax − one-hot.
 */
export function crossEntropy(
  arena: WasmArena,
  logits: number,
  { vocabSize, stride }: { vocabSize: number; stride: number },
  targets: readonly number[],
): number {
  const { top } = arena;
  const sums = arena.allocate(targets.length * 2);
  const { floats } = arena;
  const chosen = targets.map((target, row) => floats[logits + row * stride + target]!);
  arena.kernels.softmax(logits * 4, targets.length, stride * 4, vocabSize, 0, sums * 4);
  let loss = 0;
  targets.forEach((target, row) => {
    loss += Math.log(floats[sums + row * 2 + 1]!) + floats[sums + row * 2]! - chosen[row]!;
    floats[logits + row * stride + target]! -= 1;
  });
  arena.release(top);
  return loss;
}
