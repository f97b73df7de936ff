import type { WasmArena } from '../kernels/WasmArena.js';

/** `y = w · x / √(mean(x²) + ε)` over rows (Zhang & Sennrich 2019), inside an arena. */
export class RmsNorm {
  readonly name: string;
  readonly weight: number;
  /** Where `∂L/∂w` is added up; undefined while w is frozen. */
  weightGradient: number | undefined;
  readonly #arena: WasmArena;
  readonly #size: number;
  readonly #epsilon: number;

  constructor(arena: WasmArena, norm: { name: string; weight: number; size: number; epsilon: number }) {
    this.#arena = arena;
    this.name = norm.name;
    this.weight = norm.weight;
    this.#size = norm.size;
    this.#epsilon = norm.epsilon;
  }

  forward(x: number, y: number, rows: number): void {
    const { floats } = this.#arena;
    const size = this.#size;
    const { weight } = this;
    for (let row = 0; row < rows; row++) {
      const from = x + row * size;
      const to = y + row * size;
      const factor = this.#getFactor(floats, from);
      for (let i = 0; i < size; i++) floats[to + i] = floats[weight + i]! * floats[from + i]! * factor;
    }
  }

  /** Adds `∂L/∂x` to `dx`. */
  backward(x: number, dy: number, dx: number, rows: number): void {
    const { floats } = this.#arena;
    const size = this.#size;
    const { weight, weightGradient } = this;
    for (let row = 0; row < rows; row++) {
      const at = row * size;
      const factor = this.#getFactor(floats, x + at);
      let projection = 0;
      for (let i = 0; i < size; i++) projection += floats[dy + at + i]! * floats[weight + i]! * floats[x + at + i]!;
      const shrink = (projection * factor * factor * factor) / size;
      for (let i = 0; i < size; i++) {
        floats[dx + at + i]! += factor * floats[dy + at + i]! * floats[weight + i]! - shrink * floats[x + at + i]!;
      }
      if (weightGradient === undefined) continue;
      for (let i = 0; i < size; i++) floats[weightGradient + i]! += floats[dy + at + i]! * floats[x + at + i]! * factor;
    }
  }

  #getFactor(floats: Float32Array, at: number): number {
    const size = this.#size;
    let squares = 0;
    for (let i = 0; i < size; i++) squares += floats[at + i]! * floats[at + i]!;
    return 1 / Math.sqrt(squares / size + this.#epsilon);
  }
}
