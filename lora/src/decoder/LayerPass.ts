import type { WasmArena } from '../kernels/WasmArena.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';
import { Attention } from './Attention.js';
import type { DecoderLayer } from './DecoderLayer.js';
import { activateGate, activateGateBackward } from './gatedActivation.js';
import { RotaryEmbedding } from './RotaryEmbedding.js';

/** What one layer's forward pass leaves behind, as places in the arena. */
export type Activations = ReturnType<LayerPass['allocate']>;

/** The forward and backward passes of any one decoder layer, written out by hand. */
export class LayerPass {
  readonly #arena: WasmArena;
  readonly #config: LlamaConfig;
  readonly #attention: Attention;
  readonly #rotary: RotaryEmbedding;

  constructor(arena: WasmArena, config: LlamaConfig) {
    this.#arena = arena;
    this.#config = config;
    this.#attention = new Attention(arena, config);
    this.#rotary = new RotaryEmbedding(config);
  }

  /**
   * Room for one layer's forward pass over `rows` positions that see `keyCount`, of which only those from `from` on have
   * an output that anything depends on; keys and values lie in the cache.
   */
  allocate(rows: number, from: number, keyCount: number, cached: { k: number; v: number }) {
    const arena = this.#arena;
    const config = this.#config;
    const { hiddenSize, intermediateSize, headCount, keyValueHeadCount, headSize } = config;
    const kept = rows - from;
    const hidden = (count: number): number => arena.allocate(count * hiddenSize);
    const wide = (): number => arena.allocate(kept * intermediateSize);
    const heads = (): number => arena.allocate(kept * headCount * headSize);
    const q = heads();
    const [qRaw, kRaw] = config.normalizesHeads
      ? [heads(), arena.allocate(rows * keyValueHeadCount * headSize)]
      : [q, undefined];
    const weights = arena.allocate(headCount * kept * Attention.padKeyCount(keyCount));
    return {
      ...{ from, input: hidden(rows), normed: hidden(rows), middle: hidden(kept), middleNormed: hidden(kept) },
      ...{ q, qRaw, kRaw, mixed: heads(), weights, k: cached.k, v: cached.v },
      ...{ gate: wide(), up: wide(), sigmoid: wide(), activated: wide() },
    };
  }

  /** Turns the rows of `x` from `at.from` on from the layer's input into its output. */
  forward(layer: DecoderLayer, at: Activations, x: number, rows: number, start: number): void {
    const arena = this.#arena;
    const { hiddenSize, intermediateSize, headCount, keyValueHeadCount, headSize } = this.#config;
    const { from } = at;
    const kept = rows - from;
    const skipped = from * hiddenSize;
    const cached = at.k + start * keyValueHeadCount * headSize;
    arena.floats.copyWithin(at.input, x, x + rows * hiddenSize);
    layer.attentionNorm.forward(at.input, at.normed, rows);
    layer.q.forward(at.normed + skipped, at.qRaw, kept);
    layer.k.forward(at.normed, at.kRaw ?? cached, rows);
    layer.v.forward(at.normed, at.v + start * keyValueHeadCount * headSize, rows);
    layer.queryNorm?.forward(at.qRaw, at.q, kept * headCount);
    if (at.kRaw !== undefined) layer.keyNorm!.forward(at.kRaw, cached, rows * keyValueHeadCount);
    this.#rotary.rotate(arena.floats, at.q, kept, headCount, start + from, 1);
    this.#rotary.rotate(arena.floats, cached, rows, keyValueHeadCount, start, 1);
    this.#attention.forward(at, at.mixed, kept, start + from);
    arena.floats.copyWithin(at.middle, x + skipped, x + rows * hiddenSize);
    layer.o.forward(at.mixed, at.middle, kept, true);
    layer.mlpNorm.forward(at.middle, at.middleNormed, kept);
    layer.gate.forward(at.middleNormed, at.gate, kept);
    layer.up.forward(at.middleNormed, at.up, kept);
    activateGate(arena, at, at.activated, kept * intermediateSize);
    arena.floats.copyWithin(x + skipped, at.middle, at.middle + kept * hiddenSize);
    layer.down.forward(at.activated, x + skipped, kept, true);
  }

  /**
   * Turns `dx` from the gradient of the layer's output into that of its input, which `needsInput` says is wanted. Where
   * it is not, the pass ends with the lowest part that is trained.
   */
  backward(layer: DecoderLayer, at: Activations, dx: number, rows: number, needsInput: boolean): void {
    const arena = this.#arena;
    const { hiddenSize, intermediateSize, headCount, keyValueHeadCount, headSize } = this.#config;
    const { from } = at;
    const kept = rows - from;
    const skipped = from * hiddenSize;
    const dKept = dx + skipped;
    const needsQkv = needsInput || [layer.q, layer.k, layer.v].some((part) => part.isTrained);
    const needsAttention = needsQkv || layer.o.isTrained;
    const needsMlp = needsAttention || [layer.gate, layer.up].some((part) => part.isTrained);
    const { top } = arena;
    const dNormed = arena.allocate(rows * hiddenSize);
    const dActivated = arena.allocate(kept * intermediateSize);
    const dGate = arena.allocate(kept * intermediateSize);
    const dMixed = arena.allocate(kept * headCount * headSize);
    const dq = arena.allocate(kept * headCount * headSize);
    const dk = arena.allocate(rows * keyValueHeadCount * headSize);
    const dv = arena.allocate(rows * keyValueHeadCount * headSize);

    layer.down.backward(at.activated, dKept, needsMlp ? dActivated : undefined, kept);
    if (needsMlp) {
      const dMiddle = needsAttention ? dNormed : undefined;
      activateGateBackward(arena, at, dActivated, dGate, kept * intermediateSize);
      layer.gate.backward(at.middleNormed, dGate, dMiddle, kept);
      layer.up.backward(at.middleNormed, dActivated, dMiddle, kept, true);
    }
    if (needsAttention) {
      layer.mlpNorm.backward(at.middle, dNormed, dKept, kept);
      layer.o.backward(at.mixed, dKept, needsQkv ? dMixed : undefined, kept);
    }
    if (needsQkv) {
      this.#attention.backward(at, dMixed, { q: dq, k: dk, v: dv }, kept, from);
      this.#rotary.rotate(arena.floats, dq, kept, headCount, from, -1);
      this.#rotary.rotate(arena.floats, dk, rows, keyValueHeadCount, 0, -1);
      const [dqRaw, dkRaw] = this.#headNormBackward(layer, at, dq, dk, rows);
      const dInput = needsInput ? dNormed : undefined;
      layer.k.backward(at.normed, dkRaw, dInput, rows);
      layer.v.backward(at.normed, dv, dInput, rows, true);
      layer.q.backward(at.normed + skipped, dqRaw, needsInput ? dNormed + skipped : undefined, kept, true);
      if (needsInput) layer.attentionNorm.backward(at.input, dNormed, dx, rows);
    }
    arena.release(top);
  }

  /** The gradients before the norms of queries and keys, where the model has those. */
  #headNormBackward(layer: DecoderLayer, at: Activations, dq: number, dk: number, rows: number): [number, number] {
    const { queryNorm, keyNorm } = layer;
    if (queryNorm === undefined || keyNorm === undefined || at.kRaw === undefined) return [dq, dk];
    const { headCount, keyValueHeadCount, headSize } = this.#config;
    const queries = (rows - at.from) * headCount;
    const keys = rows * keyValueHeadCount;
    const dqRaw = this.#arena.allocateZeros(queries * headSize);
    const dkRaw = this.#arena.allocateZeros(keys * headSize);
    queryNorm.backward(at.qRaw, dq, dqRaw, queries);
    keyNorm.backward(at.kRaw, dk, dkRaw, keys);
    return [dqRaw, dkRaw];
  }
}
