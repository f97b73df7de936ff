import { ModelTooLargeError } from '../errors.js';
import { buildWasmModule } from './buildWasmModule.js';
import { emitDotProducts } from './emitDotProducts.js';
import { emitExponential } from './emitExponential.js';
import { emitRowCombination } from './emitRowCombination.js';

const PAGE_BYTES = 65_536;
const LIMIT_BYTES = 65_535 * PAGE_BYTES;

type Kernel = (...parameters: number[]) => void;

let compiledModule: WebAssembly.Module | undefined;

/** A row-major matrix inside an arena: the index of its first float, and how many floats lie from one row to the next. */
export interface MatrixView {
  readonly at: number;
  readonly stride: number;
}

/**
 * One WebAssembly memory of float32 with the kernels that work in it, used as a stack: `allocate` moves the top up,
 * `release` moves it back. Places are indices into `floats`, which must be read anew after every allocation, for growing
 * the memory replaces it.
 */
export class WasmArena {
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  readonly #dotProducts: Kernel;
  readonly #rowCombination: Kernel;
  readonly #exponential: Kernel;
  #top = 0;
  #floats = new Float32Array(this.#memory.buffer);

  constructor() {
    compiledModule ??= new WebAssembly.Module(
      buildWasmModule({
        dotProducts: emitDotProducts(),
        rowCombination: emitRowCombination(),
        exponential: emitExponential(),
      }),
    );
    const { exports } = new WebAssembly.Instance(compiledModule, { env: { memory: this.#memory } });
    this.#dotProducts = exports['dotProducts'] as Kernel;
    this.#rowCombination = exports['rowCombination'] as Kernel;
    this.#exponential = exports['exponential'] as Kernel;
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
      this.#memory.grow(Math.ceil(wantedBytes / PAGE_BYTES));
      this.#floats = new Float32Array(this.#memory.buffer);
    }
    this.#top = top;
    return at;
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

  /** Gives back everything allocated since `top` was read. */
  release(top: number): void {
    this.#top = top;
  }

  /** `c[rows,columns] = scale · a[rows,depth] · b[columns,depth]ᵀ`, added to c where `accumulate`. `depth` is a multiple of 4. */
  multiplyByTransposed(
    a: MatrixView,
    b: MatrixView,
    c: MatrixView,
    rows: number,
    columns: number,
    depth: number,
    scale = 1,
    accumulate = false,
  ): void {
    this.#dotProducts(
      a.at * 4,
      b.at * 4,
      c.at * 4,
      rows,
      columns,
      depth,
      a.stride * 4,
      b.stride * 4,
      c.stride * 4,
      scale,
      Number(accumulate),
    );
  }

  /** `c[rows,columns] = scale · a[rows,depth] · b[depth,columns]`, added to c where `accumulate`. `columns` is a multiple of 4. */
  multiply(
    a: MatrixView,
    b: MatrixView,
    c: MatrixView,
    rows: number,
    columns: number,
    depth: number,
    scale = 1,
    accumulate = false,
  ): void {
    this.#rowCombination(
      a.at * 4,
      b.at * 4,
      c.at * 4,
      rows,
      columns,
      depth,
      a.stride * 4,
      4,
      b.stride * 4,
      c.stride * 4,
      scale,
      Number(accumulate),
    );
  }

  /** `c[rows,columns] = scale · a[depth,rows]ᵀ · b[depth,columns]`, added to c where `accumulate`. `columns` is a multiple of 4. */
  multiplyTransposed(
    a: MatrixView,
    b: MatrixView,
    c: MatrixView,
    rows: number,
    columns: number,
    depth: number,
    scale = 1,
    accumulate = false,
  ): void {
    this.#rowCombination(
      a.at * 4,
      b.at * 4,
      c.at * 4,
      rows,
      columns,
      depth,
      4,
      a.stride * 4,
      b.stride * 4,
      c.stride * 4,
      scale,
      Number(accumulate),
    );
  }

  /** e to each of `count` floats, in place; `count` is rounded up to a multiple of 4, within the alignment of `allocate`. */
  exponentiate(at: number, count: number): void {
    this.#exponential(at * 4, Math.ceil(count / 4) * 4);
  }
}
