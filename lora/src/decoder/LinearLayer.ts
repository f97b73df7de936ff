import type { LoraModule } from '../adapter/LoraAdapter.js';
import type { WasmArena } from '../kernels/WasmArena.js';

/** The LoRA part of a linear layer in the arena; the rank is padded with zeros to a multiple of 4. */
interface LoraPart {
  readonly paddedRank: number;
  readonly scale: number;
  /** [paddedRank, in] */
  readonly a: number;
  /** [out, paddedRank] */
  readonly b: number;
}

/** Where the gradients of a layer's LoRA matrices go, in the padded shapes. */
interface LoraGradientPlace {
  readonly a: number;
  readonly b: number;
}

/**
 * `y = W·x + scale·B·(A·x)` over rows of x, inside an arena. The three gradients follow Hu et al. 2021: with `δ = ∂L/∂y`,
 * `∂L/∂B = scale·δᵀ·(x·Aᵀ)`, `∂L/∂A = scale·(δ·B)ᵀ·x`, `∂L/∂x = δ·W + scale·(δ·B)·A`.
 */
export class LinearLayer {
  readonly name: string;
  readonly inSize: number;
  readonly outSize: number;
  readonly weight: number;
  /** Where `∂L/∂W` is added up; undefined while W is frozen. */
  weightGradient: number | undefined;
  readonly #arena: WasmArena;
  #lora: LoraPart | undefined;
  #loraGradient: LoraGradientPlace | undefined;

  constructor(arena: WasmArena, layer: { name: string; in: number; out: number; weight: number }) {
    this.#arena = arena;
    this.name = layer.name;
    this.inSize = layer.in;
    this.outSize = layer.out;
    this.weight = layer.weight;
  }

  get hasLora(): boolean {
    return this.#lora !== undefined;
  }

  /** Places the module's matrices in the arena, in the place of those there before (of the same rank). */
  setLora(module: LoraModule): void {
    const arena = this.#arena;
    const paddedRank = Math.ceil(module.r / 4) * 4;
    if (this.#lora?.paddedRank !== paddedRank) {
      const part = { a: arena.allocateZeros(paddedRank * module.in), b: arena.allocateZeros(module.out * paddedRank) };
      this.#lora = { ...part, paddedRank, scale: module.scale };
      this.#loraGradient = { a: arena.allocate(paddedRank * module.in), b: arena.allocate(module.out * paddedRank) };
    }
    const { a, b } = this.#lora;
    arena.floats.set(module.A, a);
    for (let row = 0; row < module.out; row++) {
      arena.floats.set(module.B.subarray(row * module.r, (row + 1) * module.r), b + row * paddedRank);
    }
  }

  /** The LoRA gradients of the latest `backward`, in the unpadded shapes [r, in] and [out, r]. */
  getLoraGradient(r: number): { dA: Float32Array; dB: Float32Array } {
    const { floats } = this.#arena;
    const { a, b } = this.#loraGradient!;
    const { paddedRank } = this.#lora!;
    const dB = new Float32Array(this.outSize * r);
    for (let row = 0; row < this.outSize; row++)
      dB.set(floats.subarray(b + row * paddedRank, b + row * paddedRank + r), row * r);
    return { dA: floats.slice(a, a + r * this.inSize), dB };
  }

  forward(x: number, y: number, rows: number): void {
    const arena = this.#arena;
    const { inSize, outSize } = this;
    const input = { at: x, stride: inSize };
    const output = { at: y, stride: outSize };
    arena.multiplyByTransposed(input, { at: this.weight, stride: inSize }, output, rows, outSize, inSize);
    if (this.#lora === undefined) return;
    const { a, b, paddedRank, scale } = this.#lora;
    const { top } = arena;
    const inner = { at: arena.allocate(rows * paddedRank), stride: paddedRank };
    arena.multiplyByTransposed(input, { at: a, stride: inSize }, inner, rows, paddedRank, inSize);
    arena.multiplyByTransposed(inner, { at: b, stride: paddedRank }, output, rows, outSize, paddedRank, scale, true);
    arena.release(top);
  }

  /** Sets the parameter gradients from `δ = dy`; writes `∂L/∂x` to `dx`, or adds it, unless `dx` is undefined. */
  backward(x: number, dy: number, dx: number | undefined, rows: number, accumulateDx = false): void {
    const arena = this.#arena;
    const { inSize, outSize } = this;
    const input = { at: x, stride: inSize };
    const delta = { at: dy, stride: outSize };
    if (dx !== undefined) {
      arena.multiply(
        delta,
        { at: this.weight, stride: inSize },
        { at: dx, stride: inSize },
        rows,
        inSize,
        outSize,
        1,
        accumulateDx,
      );
    }
    if (this.weightGradient !== undefined) {
      arena.multiplyTransposed(
        delta,
        input,
        { at: this.weightGradient, stride: inSize },
        outSize,
        inSize,
        rows,
        1,
        true,
      );
    }
    if (this.#lora === undefined || this.#loraGradient === undefined) return;
    const { a, b, paddedRank, scale } = this.#lora;
    const { top } = arena;
    const inner = { at: arena.allocate(rows * paddedRank), stride: paddedRank };
    const A = { at: a, stride: inSize };
    arena.multiplyByTransposed(input, A, inner, rows, paddedRank, inSize);
    arena.multiplyTransposed(
      delta,
      inner,
      { at: this.#loraGradient.b, stride: paddedRank },
      outSize,
      paddedRank,
      rows,
      scale,
    );
    arena.multiply(delta, { at: b, stride: paddedRank }, inner, rows, paddedRank, outSize, scale);
    arena.multiplyTransposed(inner, input, { at: this.#loraGradient.a, stride: inSize }, paddedRank, inSize, rows);
    if (dx !== undefined) arena.multiply(inner, A, { at: dx, stride: inSize }, rows, inSize, paddedRank, 1, true);
    arena.release(top);
  }
}
