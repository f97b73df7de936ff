import type { LoraModule } from '../adapter/LoraAdapter.js';
import { WasmArena, type PlacedWeights } from '../kernels/WasmArena.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';
import { listModelTensors } from '../model/listModelTensors.js';
import { getFloatWeight, type ModelWeights } from '../model/ModelWeights.js';
import { crossEntropy } from './crossEntropy.js';
import { buildDecoderLayer, buildNorm, listParts, type DecoderLayer } from './DecoderLayer.js';
import { LayerPass, type Activations } from './LayerPass.js';
import { LinearLayer } from './LinearLayer.js';
import type { RmsNorm } from './RmsNorm.js';

/** Models of up to this many parameters are kept in float32: 64 MiB. */
const WIDENED_PARAMETERS = 2 ** 24;

/** Keys and values per layer, [capacity, keyValueHeads · headSize], and how many positions are filled. */
export interface KeyValueCache {
  readonly layers: readonly { readonly k: number; readonly v: number }[];
  length: number;
}

/** A finished forward pass that a backward pass can start from. */
interface ForwardPass {
  readonly tokenIds: readonly number[];
  readonly layers: readonly Activations[];
  /** The last layer's output, [rows, hiddenSize]. */
  readonly x: number;
}

/**
 * A Llama decoder with optional LoRA on any linear layer: forward and backward passes written out by hand over one
 * arena, the hot path of this package (several times as fast as the same model under jax-js on the wasm device).
 * Rows are positions of one sequence; nothing is batched or padded, so a result depends on its own sequence only.
 */
export class LlamaDecoder {
  readonly config: LlamaConfig;
  readonly arena = new WasmArena();
  readonly embedding: number;
  readonly head: LinearLayer;
  readonly layers: readonly DecoderLayer[];
  readonly norm: RmsNorm;
  /** Where `∂L/∂embedding` is added up; undefined while it is frozen. */
  embeddingGradient: number | undefined;
  readonly #layerPass: LayerPass;
  readonly #embedding: PlacedWeights;
  readonly #weightsTop: number;

  /** Places the weights, and keeps nothing else of `base`. @throws ModelTooLargeError */
  constructor(base: { readonly config: LlamaConfig; readonly weights: Pick<ModelWeights, 'get'> }) {
    const { arena } = this;
    const { config } = base;
    const weights = chooseStorage(config, base.weights);
    this.config = config;
    this.#embedding = arena.allocateWeights(weights.get('model.embed_tokens.weight')!);
    this.embedding = this.#embedding.at;
    this.layers = Array.from({ length: config.layerCount }, (_, index) =>
      buildDecoderLayer(arena, config, weights, index),
    );
    this.norm = buildNorm(arena, config, weights, 'model.norm');
    this.head = new LinearLayer(arena, {
      name: 'lm_head',
      in: config.hiddenSize,
      out: config.vocabSize,
      weight: config.tieWordEmbeddings ? this.#embedding : arena.allocateWeights(weights.get('lm_head.weight')!),
    });
    this.#layerPass = new LayerPass(arena, config);
    this.#weightsTop = arena.top;
  }

  /** Puts these modules in the place of all others. @throws ModelTooLargeError */
  placeAdapter(modules: readonly LoraModule[]): void {
    const layers = new Map(this.listAdaptableLayers().map((layer) => [layer.name, layer]));
    for (const layer of layers.values()) layer.clearLora();
    this.arena.release(this.#weightsTop);
    for (const module of modules) layers.get(module.name)!.setLora(module);
  }

  /** Every layer LoRA can adapt: those of `listLinearLayers`, then the head. */
  listAdaptableLayers(): LinearLayer[] {
    return [...this.listLinearLayers(), this.head];
  }

  /** Every linear layer inside the decoder layers, in the order of the layers and of `listLayerModules`. */
  listLinearLayers(): LinearLayer[] {
    return this.layers.flatMap(({ q, k, v, o, gate, up, down }) => [q, k, v, o, gate, up, down]);
  }

  allocateCache(capacity: number): KeyValueCache {
    const size = capacity * this.config.keyValueHeadCount * this.config.headSize;
    return {
      layers: this.layers.map(() => ({ k: this.arena.allocate(size), v: this.arena.allocate(size) })),
      length: 0,
    };
  }

  /** Appends tokens to the cache; returns the place of the logits of the last one, [vocabSize]. */
  extend(cache: KeyValueCache, tokenIds: readonly number[]): number {
    const { hiddenSize } = this.config;
    const { x } = this.#forward(tokenIds, cache, 1, false);
    const normed = this.arena.allocate(hiddenSize);
    const logits = this.arena.allocate(this.head.outStride);
    this.norm.forward(x + (tokenIds.length - 1) * hiddenSize, normed, 1);
    this.head.forward(normed, logits, 1);
    cache.length += tokenIds.length;
    return logits;
  }

  /** The summed negative log-likelihood, in nats, of the last `targetCount` tokens given those before them. */
  computeLoss(tokenIds: readonly number[], targetCount: number): number {
    const { top } = this.arena;
    const loss = this.#forwardLoss(tokenIds, targetCount, false).loss;
    this.arena.release(top);
    return loss;
  }

  /** As `computeLoss`, and leaves the gradients of every part that has LoRA or is not frozen in its place. */
  computeGradient(tokenIds: readonly number[], targetCount: number): number {
    const { arena, config } = this;
    const { hiddenSize } = config;
    const { top } = arena;
    const { loss, pass, normed, dLogits } = this.#forwardLoss(tokenIds, targetCount, true);
    const rows = pass.tokenIds.length;
    const dx = arena.allocateZeros(rows * hiddenSize);
    const dNormed = arena.allocate(targetCount * hiddenSize);
    const scored = (rows - targetCount) * hiddenSize;
    this.head.backward(normed, dLogits, dNormed, targetCount);
    this.norm.backward(pass.x + scored, dNormed, dx + scored, targetCount);
    const trainsEmbedding = this.embeddingGradient !== undefined;
    const lowest = trainsEmbedding
      ? 0
      : this.layers.findIndex((layer) => listParts(layer).some((part) => part.isTrained));
    for (let index = this.layers.length - 1; index >= lowest && lowest >= 0; index--) {
      this.#layerPass.backward(this.layers[index]!, pass.layers[index]!, dx, rows, trainsEmbedding || index > lowest);
    }
    if (this.embeddingGradient !== undefined) this.#embedBackward(pass.tokenIds, dx, this.embeddingGradient);
    arena.release(top);
    return loss;
  }

  #forwardLoss(tokenIds: readonly number[], targetCount: number, keepsActivations: boolean) {
    const { arena } = this;
    const { hiddenSize, vocabSize } = this.config;
    const stride = this.head.outStride;
    const rows = tokenIds.length - 1;
    const pass = this.#forward(tokenIds.slice(0, rows), this.allocateCache(rows), targetCount, keepsActivations);
    const normed = arena.allocate(targetCount * hiddenSize);
    const dLogits = arena.allocate(targetCount * stride);
    this.norm.forward(pass.x + (rows - targetCount) * hiddenSize, normed, targetCount);
    this.head.forward(normed, dLogits, targetCount);
    const targets = tokenIds.slice(tokenIds.length - targetCount);
    const loss = crossEntropy(arena, dLogits, { vocabSize, stride }, targets);
    return { loss, pass, normed, dLogits };
  }

  /** Only the last `outputCount` rows of the result are of use: nothing else of the last layer's output is computed. */
  #forward(
    tokenIds: readonly number[],
    cache: KeyValueCache,
    outputCount: number,
    keepsActivations: boolean,
  ): ForwardPass {
    const { arena } = this;
    const { hiddenSize } = this.config;
    const rows = tokenIds.length;
    const keyCount = cache.length + rows;
    const x = arena.allocate(rows * hiddenSize);
    const scratch = keepsActivations ? undefined : this.#layerPass.allocate(rows, 0, keyCount, { k: 0, v: 0 });
    const passes = cache.layers.map((cached, index): Activations => {
      const from = index === cache.layers.length - 1 ? rows - outputCount : 0;
      return scratch === undefined
        ? this.#layerPass.allocate(rows, from, keyCount, cached)
        : { ...scratch, ...cached, from };
    });
    tokenIds.forEach((id, row) => arena.copyRow(this.#embedding, id, hiddenSize, x + row * hiddenSize));
    this.layers.forEach((layer, index) => this.#layerPass.forward(layer, passes[index]!, x, rows, cache.length));
    return { tokenIds, layers: passes, x };
  }

  #embedBackward(tokenIds: readonly number[], dx: number, gradient: number): void {
    const { floats } = this.arena;
    const { hiddenSize } = this.config;
    tokenIds.forEach((id, row) => {
      for (let i = 0; i < hiddenSize; i++)
        floats[gradient + id * hiddenSize + i]! += floats[dx + row * hiddenSize + i]!;
    });
  }
}

/**
 * Large models stay in bfloat16 where they are stored so, which halves their memory; small ones are widened once, for the
 * kernels are a tenth faster then. The numbers are the same.
 */
function chooseStorage(config: LlamaConfig, weights: Pick<ModelWeights, 'get'>): Pick<ModelWeights, 'get'> {
  const parameterCount = listModelTensors(config).reduce(
    (sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1),
    0,
  );
  if (parameterCount > WIDENED_PARAMETERS) return weights;
  return { get: (name) => getFloatWeight(weights, name) };
}
