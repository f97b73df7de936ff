import { createSeededRandom } from '@tributary/protocol';
import { LlamaDecoder } from '../decoder/LlamaDecoder.js';
import { listModelTensors } from '../model/listModelTensors.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';
import { Adam } from './Adam.js';
import { shuffleIndices } from './shuffleIndices.js';

export interface TrainBaseModelOptions {
  /** Sequences of at least two tokens, each a training context; every token but the first is predicted. */
  readonly sequences: readonly (readonly number[])[];
  readonly epochs: number;
  readonly batchSize: number;
  /** The peak, after a linear warm-up over the first 2 % of the steps; it falls along a cosine to a tenth. */
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly seed: string;
  readonly onProgress?: (progress: { step: number; stepCount: number; meanLoss: number }) => void;
}

/**
 * Trains every weight of a Llama decoder from scratch with AdamW, clipped at gradient norm 1. Matrices start as
 * N(0, 0.02²), those that write to the residual stream divided by √(2 · layers), norms as 1, all drawn from `seed`.
 * Returns the weights by Hugging Face name.
 */
export function trainBaseModel(config: LlamaConfig, options: TrainBaseModelOptions): Map<string, Float32Array> {
  const weights = createInitialWeights(config, options.seed);
  const decoder = new LlamaDecoder({ config, weights });
  const parameters = placeGradients(decoder, weights, options.weightDecay);
  const { arena } = decoder;
  const { sequences, batchSize } = options;
  const stepsPerEpoch = Math.ceil(sequences.length / batchSize);
  const stepCount = stepsPerEpoch * options.epochs;
  for (let step = 0; step < stepCount; step++) {
    const order = shuffleIndices(sequences.length, `base-shuffle/${options.seed}/${Math.floor(step / stepsPerEpoch)}`);
    const batch = order.slice((step % stepsPerEpoch) * batchSize, ((step % stepsPerEpoch) + 1) * batchSize);
    for (const { gradient, length } of parameters) arena.floats.fill(0, gradient, gradient + length);
    let loss = 0;
    let tokenCount = 0;
    for (const index of batch) {
      const sequence = sequences[index]!;
      loss += decoder.computeGradient(sequence, sequence.length - 1);
      tokenCount += sequence.length - 1;
    }
    const { floats } = arena;
    let squares = 0;
    for (const { gradient, length } of parameters)
      for (let i = gradient; i < gradient + length; i++) squares += floats[i]! * floats[i]!;
    const norm = Math.sqrt(squares) / tokenCount;
    const scale = 1 / tokenCount / Math.max(1, norm);
    const learningRate = options.learningRate * getSchedule(step, stepCount);
    for (const { at, gradient, length, adam } of parameters) {
      adam.update(floats.subarray(at, at + length), floats.subarray(gradient, gradient + length), learningRate, scale);
    }
    options.onProgress?.({ step: step + 1, stepCount, meanLoss: loss / tokenCount });
  }
  return new Map(parameters.map(({ name, at, length }) => [name, arena.floats.slice(at, at + length)]));
}

function getSchedule(step: number, stepCount: number): number {
  const warmup = Math.ceil(stepCount / 50);
  if (step < warmup) return (step + 1) / warmup;
  return 0.1 + 0.45 * (1 + Math.cos((Math.PI * (step - warmup)) / Math.max(1, stepCount - warmup)));
}

function createInitialWeights(config: LlamaConfig, seed: string): Map<string, Float32Array> {
  return new Map(
    listModelTensors(config).map(({ name, shape }) => {
      const length = shape.reduce((product, side) => product * side, 1);
      if (shape.length === 1) return [name, new Float32Array(length).fill(1)];
      const random = createSeededRandom(`base-init/${seed}/${name}`);
      const deviation = /(o_proj|down_proj)\.weight$/.test(name) ? 0.02 / Math.sqrt(2 * config.layerCount) : 0.02;
      return [name, Float32Array.from({ length }, () => random.nextGaussian() * deviation)];
    }),
  );
}

/** Gives every part of the decoder a place for its gradient, and pairs the two with the optimiser's state. */
function placeGradients(decoder: LlamaDecoder, weights: ReadonlyMap<string, Float32Array>, weightDecay: number) {
  const { arena, config } = decoder;
  const parts = [
    ...decoder.listLinearLayers(),
    ...decoder.layers.flatMap((layer) => [layer.attentionNorm, layer.mlpNorm]),
    decoder.norm,
  ];
  if (!config.tieWordEmbeddings) parts.push(decoder.head);
  const parameters = parts.map((part) => {
    const name = `${part.name}.weight`;
    const { length } = weights.get(name)!;
    part.weightGradient = arena.allocateZeros(length);
    return { name, at: part.weight, gradient: part.weightGradient, length };
  });
  const embeddingLength = config.vocabSize * config.hiddenSize;
  const embeddingGradient = arena.allocateZeros(embeddingLength);
  decoder.embeddingGradient = embeddingGradient;
  if (config.tieWordEmbeddings) decoder.head.weightGradient = embeddingGradient;
  parameters.push({
    name: 'model.embed_tokens.weight',
    at: decoder.embedding,
    gradient: embeddingGradient,
    length: embeddingLength,
  });
  return parameters.map((parameter) => {
    const isMatrix = !parameter.name.endsWith('norm.weight');
    return { ...parameter, adam: new Adam(parameter.length, { beta2: 0.95, weightDecay: isMatrix ? weightDecay : 0 }) };
  });
}
