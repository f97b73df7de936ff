import type { LoraModule } from '../adapter/LoraAdapter.js';
import type { PlacedWeights, WasmArena } from '../kernels/WasmArena.js';
import type { WeightType } from '../kernels/weightType.js';

/** The LoRA part of a linear layer in the arena; the rank is padded with zeros to a multiple of 4. */
interface LoraPart {
  readonly paddedRank: number;
  readonly scale: number;
  /** [paddedRank, in] */
  readonly a: number;
  /** B transposed, [paddedRank, outStride]: the long side is what the kernels run along. */
  readonly b: number;
}

/** Where the gradients of a layer's LoRA matrices go, in the padded shapes. */
interface LoraGradientPlace {
  readonly a: number;
  readonly b: number;
}

/**
 * `y = W·x + b + scale·B·(A·x)` over rows of x, inside an arena. The three gradients follow Hu et al. 2021: with `δ = ∂L/∂y`,
 * `∂L/∂B = scale·δᵀ·(x·Aᵀ)`, `∂L/∂A = scale·(δ·B)ᵀ·x`, `∂L/∂x = δ·W + scale·(δ·B)·A`.
 */
export class LinearLayer {
  readonly name: string;
  readonly inSize: number;
  readonly outSize: number;
  /** Floats from one row of y to the next, a multiple of 4. */
  readonly outStride: number;
  readonly weight: number;
  readonly #weightType: WeightType;
  readonly #bias: number | undefined;
  /** Where `∂L/∂W` is added up; undefined while W is frozen. */
  weightGradient: number | undefined;
  readonly #arena: WasmArena;
  #lora: LoraPart | undefined;
  #loraGradient: LoraGradientPlace | undefined;

  constructor(
    arena: WasmArena,
    layer: { name: string; in: number; out: number; weight: PlacedWeights; bias?: number | undefined },
  ) {
    this.#arena = arena;
    this.name = layer.name;
    this.inSize = layer.in;
    this.outSize = layer.out;
    this.outStride = Math.ceil(layer.out / 4) * 4;
    this.weight = layer.weight.at;
    this.#weightType = layer.weight.type;
    this.#bias = layer.bias;
  }

  get hasLora(): boolean {
    return this.#lora !== undefined;
  }

  /** Whether a backward pass has anything to leave here. */
  get isTrained(): boolean {
    return this.hasLora || this.weightGradient !== undefined;
  }

  get #weightView() {
    return { at: this.weight, stride: this.inSize, type: this.#weightType };
  }

  /** Forgets the adapter; its room is the caller's to release. */
  clearLora(): void {
    this.#lora = undefined;
    this.#loraGradient = undefined;
  }

  /** Places the module's matrices in the arena, in the place of those there before (of the same rank). */
  setLora(module: LoraModule): void {
    const arena = this.#arena;
    const paddedRank = Math.ceil(module.r / 4) * 4;
    if (this.#lora?.paddedRank !== paddedRank) {
      const [aSize, bSize] = [paddedRank * module.in, paddedRank * this.outStride];
      const part = { a: arena.allocateZeros(aSize), b: arena.allocateZeros(bSize) };
      this.#lora = { ...part, paddedRank, scale: module.scale };
      this.#loraGradient = { a: arena.allocate(aSize), b: arena.allocate(bSize) };
    }
    const { a, b } = this.#lora;
    const { floats } = arena;
    floats.set(module.A, a);
    for (let column = 0; column < module.r; column++) {
      const at = b + column * this.outStride;
      for (let row = 0; row < module.out; row++) floats[at + row] = module.B[row * module.r + column]!;
    }
  }

  /** The LoRA gradients of the latest `backward`, in the unpadded shapes [r, in] and [out, r]. */
  getLoraGradient(r: number): { dA: Float32Array; dB: Float32Array } {
    const { floats } = this.#arena;
    const { a, b } = this.#loraGradient!;
    const dB = new Float32Array(this.outSize * r);
    for (let column = 0; column < r; column++) {
      const at = b + column * this.outStride;
      for (let row = 0; row < this.outSize; row++) dB[row * r + column] = floats[at + row]!;
    }
    return { dA: floats.slice(a, a + r * this.inSize), dB };
  }

  /** Writes y, or adds it to what is there. */
  forward(x: number, y: number, rows: number, accumulate = false): void {
    const arena = this.#arena;
    const { inSize, outSize, outStride } = this;
    const input = { at: x, stride: inSize };
    const output = { at: y, stride: outStride };
    const startsFromBias = this.#bias !== undefined && !accumulate;
    if (this.#bias !== undefined) this.#putBias(this.#bias, y, rows, accumulate);
    arena.multiplyByTransposed(
      ...([input, this.#weightView, output, rows, outSize, inSize, 1, accumulate || startsFromBias] as const),
    );
    if (this.#lora === undefined) return;
    const { a, b, paddedRank, scale } = this.#lora;
    const { top } = arena;
    const inner = { at: arena.allocate(rows * paddedRank), stride: paddedRank };
    arena.multiplyByTransposed(input, { at: a, stride: inSize }, inner, rows, paddedRank, inSize);
    arena.multiply(inner, { at: b, stride: outStride }, output, rows, outStride, paddedRank, scale, true);
    arena.release(top);
  }

  /** Sets the parameter gradients from `δ = dy`; writes `∂L/∂x` to `dx`, or adds it, unless `dx` is undefined. */
  backward(x: number, dy: number, dx: number | undefined, rows: number, accumulateDx = false): void {
    const arena = this.#arena;
    const { inSize, outSize, outStride } = this;
    const input = { at: x, stride: inSize };
    const delta = { at: dy, stride: outStride };
    if (dx !== undefined) {
      const target = { at: dx, stride: inSize };
      arena.multiply(delta, this.#weightView, target, rows, inSize, outSize, 1, accumulateDx);
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
    const dB = { at: this.#loraGradient.b, stride: outStride };
    arena.multiplyByTransposed(input, A, inner, rows, paddedRank, inSize);
    arena.multiplyTransposed(inner, delta, dB, paddedRank, outStride, rows, scale);
    // δ·B; what pads a row of δ and of Bᵀ is zero.
    const B = { at: b, stride: outStride };
    arena.multiplyByTransposed(delta, B, inner, rows, paddedRank, outStride, scale);
    arena.multiplyTransposed(inner, input, { at: this.#loraGradient.a, stride: inSize }, paddedRank, inSize, rows);
    if (dx !== undefined) arena.multiply(inner, A, { at: dx, stride: inSize }, rows, inSize, paddedRank, 1, true);
    arena.release(top);
  }

  #putBias(bias: number, y: number, rows: number, accumulate: boolean): void {
    const { floats } = this.#arena;
    const { outSize, outStride } = this;
    for (let row = 0; row < rows; row++) {
      const at = y + row * outStride;
      if (!accumulate) floats.copyWithin(at, bias, bias + outSize);
      else for (let i = 0; i < outSize; i++) floats[at + i]! += floats[bias + i]!;
    }
  }
}
