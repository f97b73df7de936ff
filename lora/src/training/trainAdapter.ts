import type { LoraAdapter } from '../adapter/LoraAdapter.js';
import { LlamaDecoder } from '../decoder/LlamaDecoder.js';
import type { BaseModel } from '../model/loadBaseModel.js';
import { checkExample } from '../session/checkExample.js';
import type { Example } from '../tokenizer/encodeExample.js';
import { Adam } from './Adam.js';
import { InvalidWeightsError } from './InvalidWeightsError.js';
import { shuffleIndices } from './shuffleIndices.js';

/** How far training is; `meanLoss` is in nats per completion token, over what the epoch so far taught (0: nothing). */
export interface TrainingProgress {
  readonly epoch: number;
  readonly step: number;
  readonly stepCount: number;
  readonly meanLoss: number;
}

export interface TrainAdapterOptions {
  readonly initial: LoraAdapter;
  readonly epochs: number;
  /** At the first step; it falls linearly to 0 after the last. */
  readonly learningRate: number;
  readonly seed: number | string;
  /** Examples a step, default 8. */
  readonly batchSize?: number;
  /**
   * One factor in 0…1 per example, default 1. An example of weight 0 teaches nothing, yet keeps its place: order, batches
   * and the token count that a batch's gradient is divided by stay those of all examples ("masked removal"), so that two
   * runs differ by what was removed and not by the luck of other batches.
   */
  readonly weights?: readonly number[];
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** After epoch 0, 1, …: the adapter as it then is, a copy. */
  readonly onEpoch?: (epoch: number, adapter: LoraAdapter) => void;
}

/**
 * Trains an adapter by Adam on the completion tokens of `examples`: each step follows the gradient of the mean loss per
 * completion token of its batch. Epoch e goes through the examples in the order
 * `shuffleIndices(n, 'lora-shuffle/<seed>/<e>')`, so the same inputs give the same adapter. `initial` is not changed.
 *
 * @throws InvalidExampleError InvalidWeightsError
 */
export async function trainAdapter(
  base: BaseModel,
  examples: readonly Example[],
  options: TrainAdapterOptions,
): Promise<LoraAdapter> {
  const batchSize = options.batchSize ?? 8;
  const decoder = new LlamaDecoder(base);
  const linearLayers = new Map(decoder.listAdaptableLayers().map((layer) => [layer.name, layer]));
  checkWeights(options.weights, examples.length);
  const scored = examples
    .map((example, index) => ({ example, weight: options.weights?.[index] ?? 1 }))
    .filter(({ example }) => example.completionIds.length > 0);
  for (const { example } of scored) checkExample(base.config, example);
  const parts = options.initial.modules.map((module) => ({
    module: { ...module, A: module.A.slice(), B: module.B.slice() },
    layer: linearLayers.get(module.name)!,
    adamA: new Adam(module.A.length),
    adamB: new Adam(module.B.length),
    dA: new Float32Array(module.A.length),
    dB: new Float32Array(module.B.length),
  }));
  const copyAdapter = (): LoraAdapter => ({
    config: options.initial.config,
    modules: parts.map(({ module }) => ({ ...module, A: module.A.slice(), B: module.B.slice() })),
  });
  const stepCount = options.epochs * Math.ceil(scored.length / batchSize);
  let step = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const order = shuffleIndices(scored.length, `lora-shuffle/${options.seed}/${epoch}`);
    let epochLoss = 0;
    let taughtTokenCount = 0;
    for (let from = 0; from < order.length; from += batchSize) {
      for (const { layer, module, dA, dB } of parts) {
        layer.setLora(module);
        dA.fill(0);
        dB.fill(0);
      }
      let tokenCount = 0;
      for (const index of order.slice(from, from + batchSize)) {
        const { example, weight } = scored[index]!;
        const { promptIds, completionIds } = example;
        tokenCount += completionIds.length;
        if (weight === 0) continue;
        epochLoss += weight * decoder.computeGradient([...promptIds, ...completionIds], completionIds.length);
        taughtTokenCount += weight * completionIds.length;
        for (const { layer, module, dA, dB } of parts) {
          const gradient = layer.getLoraGradient(module.r);
          addTo(dA, gradient.dA, weight);
          addTo(dB, gradient.dB, weight);
        }
      }
      const learningRate = options.learningRate * (1 - step / stepCount);
      for (const { module, adamA, adamB, dA, dB } of parts) {
        adamA.update(module.A, dA, learningRate, 1 / tokenCount);
        adamB.update(module.B, dB, learningRate, 1 / tokenCount);
      }
      step++;
      options.onProgress?.({ epoch, step, stepCount, meanLoss: epochLoss / (taughtTokenCount || 1) });
      // Training takes seconds; timers and sockets of the process get their turn between steps.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    options.onEpoch?.(epoch, copyAdapter());
  }
  return { config: options.initial.config, modules: parts.map(({ module }) => module) };
}

function checkWeights(weights: readonly number[] | undefined, exampleCount: number): void {
  if (weights === undefined) return;
  if (weights.length !== exampleCount) throw new InvalidWeightsError({ position: weights.length, exampleCount });
  const position = weights.findIndex((weight) => !(weight >= 0 && weight <= 1));
  if (position >= 0) throw new InvalidWeightsError({ position, exampleCount, weight: weights[position]! });
}

function addTo(total: Float32Array, part: Float32Array, weight: number): void {
  for (let i = 0; i < total.length; i++) total[i]! += weight * part[i]!;
}
