import { WasmArena } from '../kernels/WasmArena.js';
import { listLayerModules } from '../model/listModelTensors.js';
import type { BaseModel } from '../model/loadBaseModel.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';
import { Attention } from './Attention.js';
import { crossEntropy } from './crossEntropy.js';
import { activateGate, activateGateBackward } from './gatedActivation.js';
import { LinearLayer } from './LinearLayer.js';
import { RmsNorm } from './RmsNorm.js';
import { RotaryEmbedding } from './RotaryEmbedding.js';

interface DecoderLayer {
  readonly attentionNorm: RmsNorm;
  readonly mlpNorm: RmsNorm;
  readonly q: LinearLayer;
  readonly k: LinearLayer;
  readonly v: LinearLayer;
  readonly o: LinearLayer;
  readonly gate: LinearLayer;
  readonly up: LinearLayer;
  readonly down: LinearLayer;
}

/** Keys and values per layer, [capacity, keyValueHeads · headSize], and how many positions are filled. */
export interface KeyValueCache {
  readonly layers: readonly { readonly k: number; readonly v: number }[];
  length: number;
}

/** What one layer's forward pass leaves behind, as places in the arena. */
type Activations = ReturnType<LlamaDecoder['allocateActivations']>;

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
  readonly #attention: Attention;
  readonly #rotary: RotaryEmbedding;

  constructor(base: Pick<BaseModel, 'config' | 'weights'>) {
    const { arena } = this;
    const { config, weights } = base;
    this.config = config;
    const place = (name: string): number => arena.allocateCopy(weights.get(name)!);
    const buildNorm = (name: string): RmsNorm =>
      new RmsNorm(arena, {
        name,
        weight: place(`${name}.weight`),
        size: config.hiddenSize,
        epsilon: config.rmsNormEpsilon,
      });
    this.embedding = place('model.embed_tokens.weight');
    this.layers = Array.from({ length: config.layerCount }, (_, index) => {
      const prefix = `model.layers.${index}.`;
      const modules = listLayerModules(config).map(
        (module) =>
          new LinearLayer(arena, {
            ...module,
            name: prefix + module.name,
            weight: place(`${prefix}${module.name}.weight`),
          }),
      );
      const [q, k, v, o, gate, up, down] = modules as [
        LinearLayer,
        LinearLayer,
        LinearLayer,
        LinearLayer,
        LinearLayer,
        LinearLayer,
        LinearLayer,
      ];
      return {
        ...{ q, k, v, o, gate, up, down },
        attentionNorm: buildNorm(`${prefix}input_layernorm`),
        mlpNorm: buildNorm(`${prefix}post_attention_layernorm`),
      };
    });
    this.norm = buildNorm('model.norm');
    const headWeight = config.tieWordEmbeddings ? this.embedding : place('lm_head.weight');
    this.head = new LinearLayer(arena, {
      name: 'lm_head',
      in: config.hiddenSize,
      out: config.vocabSize,
      weight: headWeight,
    });
    this.#attention = new Attention(arena, config);
    this.#rotary = new RotaryEmbedding(config.headSize, config.ropeTheta);
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
    const { hiddenSize, vocabSize } = this.config;
    const { x } = this.#forward(tokenIds, cache, false);
    const normed = this.arena.allocate(hiddenSize);
    const logits = this.arena.allocate(vocabSize);
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
      : this.layers.findIndex((layer) =>
          Object.values(layer).some((part) => part instanceof LinearLayer && part.hasLora),
        );
    for (let index = this.layers.length - 1; index >= lowest && lowest >= 0; index--) {
      this.#layerBackward(this.layers[index]!, pass.layers[index]!, dx, rows, trainsEmbedding || index > lowest);
    }
    if (this.embeddingGradient !== undefined) this.#embedBackward(pass.tokenIds, dx, this.embeddingGradient);
    arena.release(top);
    return loss;
  }

  /** Room for one layer's forward pass over `rows` positions that see `keyCount`; keys and values lie in the cache. */
  allocateActivations(rows: number, keyCount: number, cached: { k: number; v: number }) {
    const { arena } = this;
    const { hiddenSize, intermediateSize, headCount, headSize } = this.config;
    const hidden = (): number => arena.allocate(rows * hiddenSize);
    const wide = (): number => arena.allocate(rows * intermediateSize);
    const heads = (): number => arena.allocate(rows * headCount * headSize);
    return {
      ...{ input: hidden(), normed: hidden(), middle: hidden(), middleNormed: hidden() },
      ...{ q: heads(), mixed: heads(), weights: arena.allocate(headCount * rows * keyCount), k: cached.k, v: cached.v },
      ...{ gate: wide(), up: wide(), sigmoid: wide(), activated: wide() },
    };
  }

  #forwardLoss(tokenIds: readonly number[], targetCount: number, keepsActivations: boolean) {
    const { arena } = this;
    const { hiddenSize, vocabSize } = this.config;
    const rows = tokenIds.length - 1;
    const pass = this.#forward(tokenIds.slice(0, rows), this.allocateCache(rows), keepsActivations);
    const normed = arena.allocate(targetCount * hiddenSize);
    const dLogits = arena.allocate(targetCount * vocabSize);
    this.norm.forward(pass.x + (rows - targetCount) * hiddenSize, normed, targetCount);
    this.head.forward(normed, dLogits, targetCount);
    const loss = crossEntropy(arena, dLogits, vocabSize, tokenIds.slice(tokenIds.length - targetCount));
    return { loss, pass, normed, dLogits };
  }

  #forward(tokenIds: readonly number[], cache: KeyValueCache, keepsActivations: boolean): ForwardPass {
    const { arena } = this;
    const { hiddenSize } = this.config;
    const rows = tokenIds.length;
    const keyCount = cache.length + rows;
    const x = arena.allocate(rows * hiddenSize);
    const passes: Activations[] = [];
    const scratch = keepsActivations ? undefined : this.allocateActivations(rows, keyCount, { k: 0, v: 0 });
    for (const cached of cache.layers) {
      passes.push(scratch === undefined ? this.allocateActivations(rows, keyCount, cached) : { ...scratch, ...cached });
    }
    tokenIds.forEach((id, row) => {
      const from = this.embedding + id * hiddenSize;
      arena.floats.copyWithin(x + row * hiddenSize, from, from + hiddenSize);
    });
    this.layers.forEach((layer, index) => this.#layerForward(layer, passes[index]!, x, rows, cache.length));
    return { tokenIds, layers: passes, x };
  }

  #layerForward(layer: DecoderLayer, at: Activations, x: number, rows: number, start: number): void {
    const { arena } = this;
    const { hiddenSize, intermediateSize, headCount, keyValueHeadCount, headSize } = this.config;
    const cached = start * keyValueHeadCount * headSize;
    arena.floats.copyWithin(at.input, x, x + rows * hiddenSize);
    layer.attentionNorm.forward(at.input, at.normed, rows);
    layer.q.forward(at.normed, at.q, rows);
    layer.k.forward(at.normed, at.k + cached, rows);
    layer.v.forward(at.normed, at.v + cached, rows);
    this.#rotary.rotate(arena.floats, at.q, rows, headCount, start, 1);
    this.#rotary.rotate(arena.floats, at.k + cached, rows, keyValueHeadCount, start, 1);
    this.#attention.forward(at, at.mixed, rows, start);
    layer.o.forward(at.mixed, at.middle, rows);
    this.#add(at.middle, at.input, rows * hiddenSize);
    layer.mlpNorm.forward(at.middle, at.middleNormed, rows);
    layer.gate.forward(at.middleNormed, at.gate, rows);
    layer.up.forward(at.middleNormed, at.up, rows);
    activateGate(arena, at, at.activated, rows * intermediateSize);
    layer.down.forward(at.activated, x, rows);
    this.#add(x, at.middle, rows * hiddenSize);
  }

  /** Turns `dx` from the gradient of the layer's output into that of its input, which `needsInput` says is wanted. */
  #layerBackward(layer: DecoderLayer, at: Activations, dx: number, rows: number, needsInput: boolean): void {
    const { arena } = this;
    const { hiddenSize, intermediateSize, headCount, keyValueHeadCount, headSize } = this.config;
    const { top } = arena;
    const dNormed = arena.allocate(rows * hiddenSize);
    const dActivated = arena.allocate(rows * intermediateSize);
    const dGate = arena.allocate(rows * intermediateSize);
    const dMixed = arena.allocate(rows * headCount * headSize);
    const dq = arena.allocate(rows * headCount * headSize);
    const [dk, dv] = [
      arena.allocate(rows * keyValueHeadCount * headSize),
      arena.allocate(rows * keyValueHeadCount * headSize),
    ] as const;

    layer.down.backward(at.activated, dx, dActivated, rows);
    activateGateBackward(arena, at, dActivated, dGate, rows * intermediateSize);
    layer.gate.backward(at.middleNormed, dGate, dNormed, rows);
    layer.up.backward(at.middleNormed, dActivated, dNormed, rows, true);
    layer.mlpNorm.backward(at.middle, dNormed, dx, rows);

    layer.o.backward(at.mixed, dx, dMixed, rows);
    this.#attention.backward(at, dMixed, { q: dq, k: dk, v: dv }, rows);
    this.#rotary.rotate(arena.floats, dq, rows, headCount, 0, -1);
    this.#rotary.rotate(arena.floats, dk, rows, keyValueHeadCount, 0, -1);
    const dInput = needsInput ? dNormed : undefined;
    layer.q.backward(at.normed, dq, dInput, rows);
    layer.k.backward(at.normed, dk, dInput, rows, true);
    layer.v.backward(at.normed, dv, dInput, rows, true);
    if (needsInput) layer.attentionNorm.backward(at.input, dNormed, dx, rows);
    arena.release(top);
  }

  #embedBackward(tokenIds: readonly number[], dx: number, gradient: number): void {
    const { floats } = this.arena;
    const { hiddenSize } = this.config;
    tokenIds.forEach((id, row) => {
      for (let i = 0; i < hiddenSize; i++)
        floats[gradient + id * hiddenSize + i]! += floats[dx + row * hiddenSize + i]!;
    });
  }

  #add(to: number, from: number, count: number): void {
    const { floats } = this.arena;
    for (let i = 0; i < count; i++) floats[to + i]! += floats[from + i]!;
  }
}
