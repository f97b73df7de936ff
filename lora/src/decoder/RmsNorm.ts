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

  get isTrained(): boolean {
    return this.weightGradient !== undefined;
  }

  forward(x: number, y: number, rows: number): void {
    this.#arena.kernels.rmsNorm(x * 4, y * 4, this.weight * 4, rows, this.#size, this.#epsilon);
  }

  /** Adds `∂L/∂x` to `dx`. */
  backward(x: number, dy: number, dx: number, rows: number): void {
    this.#arena.kernels.rmsNormBackward(x * 4, dy * 4, this.weight * 4, dx * 4, rows, this.#size, this.#epsilon);
    if (this.weightGradient !== undefined) this.#addWeightGradient(x, dy, this.weightGradient, rows);
  }

  #addWeightGradient(x: number, dy: number, gradient: number, rows: number): void {
    const { floats } = this.#arena;
    const size = this.#size;
    for (let row = 0; row < rows; row++) {
      const at = row * size;
      let squares = 0;
      for (let i = 0; i < size; i++) squares += floats[x + at + i]! * floats[x + at + i]!;
      const factor = 1 / Math.sqrt(squares / size + this.#epsilon);
      for (let i = 0; i < size; i++) floats[gradient + i]! += floats[dy + at + i]! * floats[x + at + i]! * factor;
    }
  }
}
