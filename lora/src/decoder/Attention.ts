import type { WasmArena } from '../kernels/WasmArena.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';

/** Places of one attention call: queries for `rows` positions from `start` on, keys and values for all positions up to them. */
export interface AttentionPlaces {
  /** [rows, heads · headSize] */
  readonly q: number;
  /** [start + rows, keyValueHeads · headSize] */
  readonly k: number;
  readonly v: number;
  /** The attention weights, [heads, rows, start + rows]. */
  readonly weights: number;
}

/** Causal grouped-query attention (Ainslie et al. 2023) between rotated queries and keys, inside an arena. */
export class Attention {
  readonly #arena: WasmArena;
  readonly #config: LlamaConfig;

  constructor(arena: WasmArena, config: LlamaConfig) {
    this.#arena = arena;
    this.#config = config;
  }

  /** Writes the attention weights and, to `output` [rows, heads · headSize], the mixed values. */
  forward(places: AttentionPlaces, output: number, rows: number, start: number): void {
    const arena = this.#arena;
    const { headCount, headSize } = this.#config;
    const keyCount = start + rows;
    for (let head = 0; head < headCount; head++) {
      const { q, k, weights } = this.#getHead(places, head, rows, keyCount);
      arena.multiplyByTransposed(q, k, weights, rows, keyCount, headSize, 1 / Math.sqrt(headSize));
    }
    this.#softmax(places.weights, rows, start);
    for (let head = 0; head < headCount; head++) {
      const { v, weights } = this.#getHead(places, head, rows, keyCount);
      arena.multiply(
        weights,
        v,
        { at: output + head * headSize, stride: headCount * headSize },
        rows,
        headSize,
        keyCount,
      );
    }
  }

  /** From `dOutput`, writes the gradients of a whole sequence (`start` 0) to dq, dk and dv. */
  backward(
    places: AttentionPlaces,
    dOutput: number,
    gradients: { q: number; k: number; v: number },
    rows: number,
  ): void {
    const arena = this.#arena;
    const { headCount, headSize, keyValueHeadCount } = this.#config;
    const { top } = arena;
    const dWeights = { at: arena.allocate(rows * rows), stride: rows };
    const { floats } = arena;
    for (const place of [gradients.k, gradients.v]) floats.fill(0, place, place + rows * keyValueHeadCount * headSize);
    for (let head = 0; head < headCount; head++) {
      const { q, k, v, weights } = this.#getHead(places, head, rows, rows);
      const gradient = this.#getHead({ ...gradients, weights: 0 }, head, rows, rows);
      const dHead = { at: dOutput + head * headSize, stride: headCount * headSize };
      arena.multiplyTransposed(weights, dHead, gradient.v, rows, headSize, rows, 1, true);
      arena.multiplyByTransposed(dHead, v, dWeights, rows, rows, headSize);
      this.#softmaxBackward(weights.at, dWeights.at, rows);
      arena.multiply(dWeights, k, gradient.q, rows, headSize, rows);
      arena.multiplyTransposed(dWeights, q, gradient.k, rows, headSize, rows, 1, true);
    }
    arena.release(top);
  }

  #getHead(places: AttentionPlaces, head: number, rows: number, keyCount: number) {
    const { headCount, headSize, keyValueHeadCount } = this.#config;
    const keyValueAt = Math.floor((head * keyValueHeadCount) / headCount) * headSize;
    const keyValueStride = keyValueHeadCount * headSize;
    return {
      q: { at: places.q + head * headSize, stride: headCount * headSize },
      k: { at: places.k + keyValueAt, stride: keyValueStride },
      v: { at: places.v + keyValueAt, stride: keyValueStride },
      weights: { at: places.weights + head * rows * keyCount, stride: keyCount },
    };
  }

  /** Softmax of each row over the positions it may see; the others become exactly 0. */
  #softmax(weights: number, rows: number, start: number): void {
    const { floats } = this.#arena;
    const keyCount = start + rows;
    const rowCount = this.#config.headCount * rows;
    for (let row = 0; row < rowCount; row++) {
      const at = weights + row * keyCount;
      const visible = start + (row % rows) + 1;
      let largest = floats[at]!;
      for (let i = 1; i < visible; i++) largest = Math.max(largest, floats[at + i]!);
      for (let i = 0; i < visible; i++) floats[at + i]! -= largest;
      floats.fill(0, at + visible, at + keyCount);
    }
    this.#arena.exponentiate(weights, rowCount * keyCount);
    for (let row = 0; row < rowCount; row++) {
      const at = weights + row * keyCount;
      const visible = start + (row % rows) + 1;
      let sum = 0;
      for (let i = 0; i < visible; i++) sum += floats[at + i]!;
      for (let i = 0; i < visible; i++) floats[at + i]! /= sum;
      floats.fill(0, at + visible, at + keyCount);
    }
  }

  /** Turns `∂L/∂weights` into the gradient of the unscaled scores, in place: `w · (d − Σ w·d) / √headSize`. */
  #softmaxBackward(weights: number, dWeights: number, rows: number): void {
    const { floats } = this.#arena;
    const scale = 1 / Math.sqrt(this.#config.headSize);
    for (let row = 0; row < rows; row++) {
      const w = weights + row * rows;
      const d = dWeights + row * rows;
      let mean = 0;
      for (let i = 0; i <= row; i++) mean += floats[w + i]! * floats[d + i]!;
      for (let i = 0; i <= row; i++) floats[d + i] = floats[w + i]! * (floats[d + i]! - mean) * scale;
      floats.fill(0, d + row + 1, d + rows);
    }
  }
}
