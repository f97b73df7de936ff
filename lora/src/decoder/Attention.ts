import type { WasmArena } from '../kernels/WasmArena.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';

/** Places of one attention call: queries for `rows` positions from `start` on, keys and values for all positions up to them. */
export interface AttentionPlaces {
  /** [rows, heads · headSize] */
  readonly q: number;
  /** [start + rows, keyValueHeads · headSize] */
  readonly k: number;
  readonly v: number;
  /** The attention weights, [heads, rows, start + rows], each row padded by `padKeyCount`. */
  readonly weights: number;
}

/** Rows whose products are taken at once: past the last position they see, nothing is computed. */
const TILE = 16;

/** Causal grouped-query attention (Ainslie et al. 2023) between rotated queries and keys, inside an arena. */
export class Attention {
  readonly #arena: WasmArena;
  readonly #config: LlamaConfig;

  constructor(arena: WasmArena, config: LlamaConfig) {
    this.#arena = arena;
    this.#config = config;
  }

  /** The floats from one row of attention weights to the next, so that every row is made of whole vectors. */
  static padKeyCount(keyCount: number): number {
    return Math.ceil(keyCount / 4) * 4;
  }

  /** Writes the attention weights and, to `output` [rows, heads · headSize], the mixed values. */
  forward(places: AttentionPlaces, output: number, rows: number, start: number): void {
    const arena = this.#arena;
    const { headCount, headSize } = this.#config;
    const scale = 1 / Math.sqrt(headSize);
    const stride = Attention.padKeyCount(start + rows);
    const { top } = arena;
    const sums = arena.allocate(rows * 2);
    for (let head = 0; head < headCount; head++) {
      const { q, k, v, weights } = this.#getHead(places, head, rows, stride);
      const mixed = { at: output + head * headSize, stride: headCount * headSize };
      forEachTile(rows, (row, count) => {
        const seen = start + row + count;
        arena.multiplyByTransposed(skip(q, row), k, skip(weights, row), count, seen, headSize, scale);
      });
      arena.kernels.softmax(weights.at * 4, rows, stride * 4, start + 1, 1, sums * 4);
      forEachTile(rows, (row, count) => {
        const seen = start + row + count;
        arena.multiply(skip(weights, row), v, skip(mixed, row), count, headSize, seen);
      });
    }
    arena.release(top);
  }

  /** From `dOutput`, writes the gradients to dq [rows, …], and to dk and dv [start + rows, …]. */
  backward(
    places: AttentionPlaces,
    dOutput: number,
    gradients: { q: number; k: number; v: number },
    rows: number,
    start: number,
  ): void {
    const arena = this.#arena;
    const { headCount, headSize, keyValueHeadCount } = this.#config;
    const scale = 1 / Math.sqrt(headSize);
    const keyCount = start + rows;
    const stride = Attention.padKeyCount(keyCount);
    const { top } = arena;
    // Zeros, for what no product writes to must be finite.
    const dWeights = { at: arena.allocateZeros(rows * stride), stride };
    const { floats } = arena;
    for (const place of [gradients.k, gradients.v])
      floats.fill(0, place, place + keyCount * keyValueHeadCount * headSize);
    for (let head = 0; head < headCount; head++) {
      const { q, k, v, weights } = this.#getHead(places, head, rows, stride);
      const gradient = this.#getHead({ ...gradients, weights: 0 }, head, rows, stride);
      const dHead = { at: dOutput + head * headSize, stride: headCount * headSize };
      forEachTile(rows, (row, count) => {
        const seen = start + row + count;
        arena.multiplyTransposed(skip(weights, row), skip(dHead, row), gradient.v, seen, headSize, count, 1, true);
        arena.multiplyByTransposed(skip(dHead, row), v, skip(dWeights, row), count, seen, headSize);
      });
      arena.kernels.softmaxBackward(weights.at * 4, dWeights.at * 4, rows, stride * 4, start + 1, 1, scale);
      forEachTile(rows, (row, count) => {
        const seen = start + row + count;
        arena.multiply(skip(dWeights, row), k, skip(gradient.q, row), count, headSize, seen);
        arena.multiplyTransposed(skip(dWeights, row), skip(q, row), gradient.k, seen, headSize, count, 1, true);
      });
    }
    arena.release(top);
  }

  #getHead(places: AttentionPlaces, head: number, rows: number, stride: number) {
    const { headCount, headSize, keyValueHeadCount } = this.#config;
    const keyValueAt = Math.floor((head * keyValueHeadCount) / headCount) * headSize;
    const keyValueStride = keyValueHeadCount * headSize;
    return {
      q: { at: places.q + head * headSize, stride: headCount * headSize },
      k: { at: places.k + keyValueAt, stride: keyValueStride },
      v: { at: places.v + keyValueAt, stride: keyValueStride },
      weights: { at: places.weights + head * rows * stride, stride },
    };
  }
}

interface Rows {
  readonly at: number;
  readonly stride: number;
}

function skip({ at, stride }: Rows, rows: number): Rows {
  return { at: at + rows * stride, stride };
}

function forEachTile(rows: number, visit: (row: number, count: number) => void): void {
  for (let row = 0; row < rows; row += TILE) visit(row, Math.min(TILE, rows - row));
}
