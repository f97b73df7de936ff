import { createVectorSum } from './emitVectorSum.js';
import { F64, I32, V128, WasmFunction } from './WasmFunction.js';

const [V128_LOAD, V128_STORE, F32X4_SPLAT] = [0x00, 0x0b, 0x13] as const;
const [F32X4_ADD, F32X4_SUB, F32X4_MUL] = [0xe4, 0xe5, 0xe6] as const;
const [F64_ADD, F64_MUL, F64_DIV, F64_SQRT, FROM_I32, DEMOTE, SHIFT_LEFT] = [
  0xa0, 0xa2, 0xa3, 0x9f, 0xb7, 0xb6, 0x74,
] as const;

const getVectors = (f: WasmFunction, size: number, to: number): WasmFunction => f.get(size).i32(2).op(0x76).set(to);

/**
 * `y = w · x / √(mean(x²) + ε)` over rows of `size` floats, a multiple of 4; the mean in float64. Parameters: x, y, w,
 * rows, size, epsilon.
 */
export function emitRmsNorm(): WasmFunction {
  const f = new WasmFunction([I32, I32, I32, I32, I32, F64]);
  const [x, y, w, rows, size, epsilon] = [0, 1, 2, 3, 4, 5] as const;
  const [offset, remaining] = [f.local(I32), f.local(I32)] as const;
  const factor = f.local(V128);
  const squares = createVectorSum(f);
  f.countDown(rows, 1, () => {
    pushFactor(f, { x, size, epsilon, offset, remaining }, squares);
    f.op(DEMOTE).simd(F32X4_SPLAT).set(factor);
    forEachVector(f, size, offset, remaining, () => {
      f.get(y).get(offset).add();
      load(f, x, offset).get(factor).simd(F32X4_MUL);
      load(f, w, offset).simd(F32X4_MUL).simd(V128_STORE, 2, 0);
    });
    for (const pointer of [x, y]) f.get(pointer).get(size).i32(2).op(SHIFT_LEFT).add().set(pointer);
  });
  return f;
}

/** Adds `∂L/∂x` to dx, given dy = `∂L/∂y`. Parameters: x, dy, w, dx, rows, size, epsilon. */
export function emitRmsNormBackward(): WasmFunction {
  const f = new WasmFunction([I32, I32, I32, I32, I32, I32, F64]);
  const [x, dy, w, dx, rows, size, epsilon] = [0, 1, 2, 3, 4, 5, 6] as const;
  const [offset, remaining] = [f.local(I32), f.local(I32)] as const;
  const inverse = f.local(F64);
  const [factor, shrink] = [f.local(V128), f.local(V128)] as const;
  const sum = createVectorSum(f);
  f.countDown(rows, 1, () => {
    pushFactor(f, { x, size, epsilon, offset, remaining }, sum);
    f.set(inverse).get(inverse).op(DEMOTE).simd(F32X4_SPLAT).set(factor);
    sum.reset();
    forEachVector(f, size, offset, remaining, () => {
      load(f, dy, offset);
      load(f, w, offset).simd(F32X4_MUL);
      load(f, x, offset).simd(F32X4_MUL);
      sum.addTop();
    });
    // shrink = Σ dy·w·x / size · factor³
    sum.pushTotal();
    f.get(size).op(FROM_I32, F64_DIV).get(inverse).get(inverse).get(inverse).op(F64_MUL, F64_MUL, F64_MUL);
    f.op(DEMOTE).simd(F32X4_SPLAT).set(shrink);
    forEachVector(f, size, offset, remaining, () => {
      f.get(dx).get(offset).add();
      load(f, dx, offset);
      load(f, dy, offset);
      load(f, w, offset).simd(F32X4_MUL).get(factor).simd(F32X4_MUL);
      load(f, x, offset).get(shrink).simd(F32X4_MUL).simd(F32X4_SUB).simd(F32X4_ADD).simd(V128_STORE, 2, 0);
    });
    for (const pointer of [x, dy, dx]) f.get(pointer).get(size).i32(2).op(SHIFT_LEFT).add().set(pointer);
  });
  return f;
}

function load(f: WasmFunction, base: number, offset: number): WasmFunction {
  return f.get(base).get(offset).add().simd(V128_LOAD, 2, 0);
}

function forEachVector(f: WasmFunction, size: number, offset: number, remaining: number, body: () => void): void {
  f.i32(0).set(offset);
  getVectors(f, size, remaining).countDown(remaining, 1, () => {
    body();
    f.advance(offset, 16);
  });
}

/** Pushes 1 / √(mean(x²) + ε) of one row, in float64. */
function pushFactor(
  f: WasmFunction,
  row: { x: number; size: number; epsilon: number; offset: number; remaining: number },
  squares: ReturnType<typeof createVectorSum>,
): void {
  squares.reset();
  forEachVector(f, row.size, row.offset, row.remaining, () => {
    load(f, row.x, row.offset);
    load(f, row.x, row.offset).simd(F32X4_MUL);
    squares.addTop();
  });
  f.f64(1);
  squares.pushTotal();
  f.get(row.size).op(FROM_I32, F64_DIV).get(row.epsilon).op(F64_ADD, F64_SQRT, F64_DIV);
}
