import { ModelTooLargeError } from '../errors.js';
import { buildWasmModule } from './buildWasmModule.js';
import { emitDotProducts } from './emitDotProducts.js';
import { emitGatedActivation, emitGatedActivationBackward } from './emitGatedActivation.js';
import { emitRmsNorm, emitRmsNormBackward } from './emitRmsNorm.js';
import { emitRowCombination } from './emitRowCombination.js';
import { emitSoftmax, emitSoftmaxBackward } from './emitSoftmax.js';
import type { WeightType } from './weightType.js';

const PAGE_BYTES = 65_536;
const LIMIT_BYTES = 65_535 * PAGE_BYTES;

const KERNELS = {
  dotProducts: () => emitDotProducts('f32'),
  dotProductsBfloat16: () => emitDotProducts('bf16'),
  rowCombination: () => emitRowCombination('f32'),
  rowCombinationBfloat16: () => emitRowCombination('bf16'),
  softmax: emitSoftmax,
  softmaxBackward: emitSoftmaxBackward,
  rmsNorm: emitRmsNorm,
  rmsNormBackward: emitRmsNormBackward,
  gatedActivation: emitGatedActivation,
  gatedActivationBackward: emitGatedActivationBackward,
} as const;

type Kernels = Record<keyof typeof KERNELS, (...parameters: number[]) => void>;

let compiledModule: WebAssembly.Module | undefined;

/** A row-major matrix inside an arena: the index of its first float, and how many elements lie from one row to the next. */
export interface MatrixView {
  readonly at: number;
  readonly stride: number;
}

/** Frozen weights in an arena. `at` counts floats whatever the type. */
export interface PlacedWeights {
  readonly at: number;
  readonly type: WeightType;
}

/** A matrix of frozen weights, the right-hand side of a product. */
export type WeightView = MatrixView & Partial<PlacedWeights>;

/**
 * One WebAssembly memory of float32 with the kernels that work in it, used as a stack: `allocate` moves the top up,
 * `release` moves it back. Places are indices into `floats`, which must be read anew after every allocation, for growing
 * the memory replaces it.
 */
export class WasmArena {
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  /** The kernels of element-wise steps; see their emitters for the parameters, which are byte addresses. */
  readonly kernels: Kernels;
  #top = 0;
  #floats = new Float32Array(this.#memory.buffer);

  constructor() {
    compiledModule ??= new WebAssembly.Module(
      buildWasmModule(Object.fromEntries(Object.entries(KERNELS).map(([name, emit]) => [name, emit()]))),
    );
    const { exports } = new WebAssembly.Instance(compiledModule, { env: { memory: this.#memory } });
    this.kernels = exports as Kernels;
  }

  get floats(): Float32Array {
    return this.#floats;
  }

  /** The top of the stack, to hand to `release`. */
  get top(): number {
    return this.#top;
  }

  /** Room for `count` floats, 16-byte aligned, contents unspecified. @throws ModelTooLargeError */
  allocate(count: number): number {
    const at = this.#top;
    const top = at + Math.ceil(count / 4) * 4;
    const missingBytes = top * 4 - this.#memory.buffer.byteLength;
    if (missingBytes > 0) {
      if (top * 4 > LIMIT_BYTES) throw new ModelTooLargeError({ neededBytes: top * 4, limitBytes: LIMIT_BYTES });
      const wantedBytes = Math.min(
        Math.max(missingBytes, this.#memory.buffer.byteLength / 4),
        LIMIT_BYTES - this.#memory.buffer.byteLength,
      );
      try {
        this.#memory.grow(Math.ceil(wantedBytes / PAGE_BYTES));
      } catch {
        // The engine says only that it could not; a smaller step may still do.
        this.#growBy(missingBytes, top * 4);
      }
      this.#floats = new Float32Array(this.#memory.buffer);
    }
    this.#top = top;
    return at;
  }

  #growBy(missingBytes: number, neededBytes: number): void {
    const limitBytes = this.#memory.buffer.byteLength;
    try {
      this.#memory.grow(Math.ceil(missingBytes / PAGE_BYTES));
    } catch {
      throw new ModelTooLargeError({ neededBytes, limitBytes });
    }
  }

  /** As `allocate`, filled with zeros. */
  allocateZeros(count: number): number {
    const at = this.allocate(count);
    this.#floats.fill(0, at, this.#top);
    return at;
  }

  /** As `allocate`, filled with `values`. */
  allocateCopy(values: Float32Array): number {
    const at = this.allocate(values.length);
    this.#floats.set(values, at);
    return at;
  }

  /** Room for weights, kept as they are stored: float32, or the 16-bit patterns of bfloat16. */
  allocateWeights(values: Float32Array | Uint16Array): PlacedWeights {
    if (values instanceof Float32Array) return { at: this.allocateCopy(values), type: 'f32' };
    const at = this.allocate(Math.ceil(values.length / 2));
    new Uint16Array(this.#memory.buffer, at * 4, values.length).set(values);
    return { at, type: 'bf16' };
  }

  /** As `allocateCopy`, widened to float32. */
  allocateFloats(values: Float32Array | Uint16Array): number {
    if (values instanceof Float32Array) return this.allocateCopy(values);
    const at = this.allocate(values.length);
    const bits = new Uint32Array(this.#memory.buffer, at * 4, values.length);
    for (let i = 0; i < values.length; i++) bits[i] = values[i]! << 16;
    return at;
  }

  /** Copies one row of `size` weights to `to`, widened. */
  copyRow(weights: PlacedWeights, row: number, size: number, to: number): void {
    if (weights.type === 'f32') {
      const from = weights.at + row * size;
      this.#floats.copyWithin(to, from, from + size);
      return;
    }
    const from = new Uint16Array(this.#memory.buffer, weights.at * 4 + row * size * 2, size);
    const bits = new Uint32Array(this.#memory.buffer, to * 4, size);
    for (let i = 0; i < size; i++) bits[i] = from[i]! << 16;
  }

  /** Gives back everything allocated since `top` was read. */
  release(top: number): void {
    this.#top = top;
  }

  /** `c[rows,columns] = scale · a[rows,depth] · b[columns,depth]ᵀ`, added to c where `accumulate`. `depth` is a multiple of 4. */
  multiplyByTransposed(
    a: MatrixView,
    b: WeightView,
    c: MatrixView,
    rows: number,
    columns: number,
    depth: number,
    scale = 1,
    accumulate = false,
  ): void {
    const { dotProducts, dotProductsBfloat16 } = this.kernels;
    const multiply = b.type === 'bf16' ? dotProductsBfloat16 : dotProducts;
    const [aStride, bStride, cStride] = [a.stride * 4, b.stride * getElementBytes(b), c.stride * 4];
    multiply(a.at * 4, b.at * 4, c.at * 4, rows, columns, depth, aStride, bStride, cStride, scale, Number(accumulate));
  }

  /** `c[rows,columns] = scale · a[rows,depth] · b[depth,columns]`, added to c where `accumulate`. `columns` is a multiple of 4. */
  multiply(
    a: MatrixView,
    b: WeightView,
    c: MatrixView,
    rows: number,
    columns: number,
    depth: number,
    scale = 1,
    accumulate = false,
  ): void {
    this.#combineRows(a.at, [a.stride * 4, 4], b, c, [rows, columns, depth], scale, accumulate);
  }

  /** `c[rows,columns] = scale · a[depth,rows]ᵀ · b[depth,columns]`, added to c where `accumulate`. `columns` is a multiple of 4. */
  multiplyTransposed(
    a: MatrixView,
    b: WeightView,
    c: MatrixView,
    rows: number,
    columns: number,
    depth: number,
    scale = 1,
    accumulate = false,
  ): void {
    this.#combineRows(a.at, [4, a.stride * 4], b, c, [rows, columns, depth], scale, accumulate);
  }

  #combineRows(
    a: number,
    [aRow, aColumn]: readonly [number, number],
    b: WeightView,
    c: MatrixView,
    [rows, columns, depth]: readonly [number, number, number],
    scale: number,
    accumulate: boolean,
  ): void {
    const { rowCombination, rowCombinationBfloat16 } = this.kernels;
    const combine = b.type === 'bf16' ? rowCombinationBfloat16 : rowCombination;
    const [bStride, cStride] = [b.stride * getElementBytes(b), c.stride * 4];
    combine(
      ...([a * 4, b.at * 4, c.at * 4, rows, columns, depth] as const),
      ...([aRow, aColumn, bStride, cStride, scale, Number(accumulate)] as const),
    );
  }
}

function getElementBytes({ type }: WeightView): number {
  return type === 'bf16' ? 2 : 4;
}
