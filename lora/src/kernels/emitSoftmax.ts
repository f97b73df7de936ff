import { createExponential } from './emitExponential.js';
import { createVectorSum } from './emitVectorSum.js';
import { F32, I32, V128, WasmFunction } from './WasmFunction.js';

const [V128_LOAD, V128_STORE, F32X4_SPLAT, EXTRACT_LANE] = [0x00, 0x0b, 0x13, 0x1f] as const;
const [F32X4_SUB, F32X4_MUL, F32X4_DIV, F32X4_MAX] = [0xe5, 0xe6, 0xe7, 0xe9] as const;
const [F32_STORE, F32_MAX, DEMOTE, SHIFT_RIGHT, AND, SHIFT_LEFT] = [0x38, 0x97, 0xb6, 0x76, 0x71, 0x74] as const;
const LOWEST = -3.4e38;

/** Fills `bytes` from `address` on with zero bytes; both are emitted by the caller. */
function fillZeros(f: WasmFunction, address: () => void, bytes: () => void): void {
  address();
  f.i32(0);
  bytes();
  f.op(0xfc, 0x0b, 0);
}

/**
 * Softmax in place of rows of floats, `stride` bytes apart (a multiple of 16), over the first `visible` of each, one
 * more row by row where `step` is 1; the others become exactly 0. Writes each row's largest value and its sum of
 * exponentials above that to `sums`, [rows, 2]. Parameters: at, rows, stride, visible, step, sums. A row's bits depend
 * on what it sees alone.
 */
export function emitSoftmax(): WasmFunction {
  const f = new WasmFunction([I32, I32, I32, I32, I32, I32]);
  const [at, rows, stride, visible, step, sums] = [0, 1, 2, 3, 4, 5] as const;
  const [pointer, remaining, count] = [f.local(I32), f.local(I32), f.local(I32)] as const;
  const [largest, sum] = [f.local(F32), f.local(F32)] as const;
  const [vector, broadcast] = [f.local(V128), f.local(V128)] as const;
  const exponential = createExponential(f);
  const total = createVectorSum(f);
  const forEachVector = (body: () => void): void => {
    f.get(at).set(pointer).get(count).set(remaining);
    f.countDown(remaining, 1, () => {
      body();
      f.advance(pointer, 16);
    });
  };
  f.countDown(rows, 1, () => {
    f.get(visible).i32(3).add().i32(2).op(SHIFT_RIGHT).set(count);
    f.get(at).get(visible).i32(2).op(SHIFT_LEFT).add().set(pointer);
    f.i32(0).get(visible).sub().i32(3).op(AND).set(remaining);
    f.countDown(remaining, 1, () => void f.get(pointer).f32(LOWEST).op(F32_STORE, 2, 0).advance(pointer, 4));

    f.f32(LOWEST).simd(F32X4_SPLAT).set(vector);
    forEachVector(() => void f.get(vector).get(pointer).simd(V128_LOAD, 2, 0).simd(F32X4_MAX).set(vector));
    for (const lane of [0, 1, 2, 3]) f.get(vector).simd(EXTRACT_LANE, lane);
    f.op(F32_MAX, F32_MAX, F32_MAX).set(largest);

    f.get(largest).simd(F32X4_SPLAT).set(broadcast);
    total.reset();
    forEachVector(() => {
      f.get(pointer).simd(V128_LOAD, 2, 0).get(broadcast).simd(F32X4_SUB);
      exponential();
      f.set(vector).get(pointer).get(vector).simd(V128_STORE, 2, 0).get(vector);
      total.addTop();
    });
    total.pushTotal();
    f.op(DEMOTE).set(sum).get(sum).simd(F32X4_SPLAT).set(broadcast);
    forEachVector(() => {
      f.get(pointer).get(pointer).simd(V128_LOAD, 2, 0).get(broadcast).simd(F32X4_DIV).simd(V128_STORE, 2, 0);
    });
    fillZeros(
      f,
      () => void f.get(at).get(visible).i32(2).op(SHIFT_LEFT).add(),
      () => void f.get(stride).get(visible).i32(2).op(SHIFT_LEFT).sub(),
    );
    f.get(sums).get(largest).op(F32_STORE, 2, 0).get(sums).get(sum).op(F32_STORE, 2, 4).advance(sums, 8);
    f.advanceBy(at, stride).advanceBy(visible, step);
  });
  return f;
}

/**
 * From the weights of such a softmax and the gradient by them in `d`, makes `d` the gradient by the unscaled inputs:
 * `scale · w · (d − Σ w·d)`, 0 where nothing is visible. Parameters: w, d, rows, stride, visible, step, scale. What
 * lies in a row of `d` must be finite.
 */
export function emitSoftmaxBackward(): WasmFunction {
  const f = new WasmFunction([I32, I32, I32, I32, I32, I32, F32]);
  const [w, d, rows, stride, visible, step, scale] = [0, 1, 2, 3, 4, 5, 6] as const;
  const [wPointer, dPointer, remaining, count] = [f.local(I32), f.local(I32), f.local(I32), f.local(I32)] as const;
  const [mean, scales] = [f.local(V128), f.local(V128)] as const;
  const total = createVectorSum(f);
  const forEachVector = (body: () => void): void => {
    f.get(w).set(wPointer).get(d).set(dPointer).get(count).set(remaining);
    f.countDown(remaining, 1, () => {
      body();
      f.advance(wPointer, 16).advance(dPointer, 16);
    });
  };
  f.get(scale).simd(F32X4_SPLAT).set(scales);
  f.countDown(rows, 1, () => {
    f.get(visible).i32(3).add().i32(2).op(SHIFT_RIGHT).set(count);
    total.reset();
    forEachVector(() => {
      f.get(wPointer).simd(V128_LOAD, 2, 0).get(dPointer).simd(V128_LOAD, 2, 0).simd(F32X4_MUL);
      total.addTop();
    });
    total.pushTotal();
    f.op(DEMOTE).simd(F32X4_SPLAT).set(mean);
    forEachVector(() => {
      f.get(dPointer).get(dPointer).simd(V128_LOAD, 2, 0).get(mean).simd(F32X4_SUB);
      f.get(wPointer).simd(V128_LOAD, 2, 0).simd(F32X4_MUL).get(scales).simd(F32X4_MUL).simd(V128_STORE, 2, 0);
    });
    fillZeros(
      f,
      () => void f.get(d).get(count).i32(4).op(SHIFT_LEFT).add(),
      () => void f.get(stride).get(count).i32(4).op(SHIFT_LEFT).sub(),
    );
    f.advanceBy(w, stride).advanceBy(d, stride).advanceBy(visible, step);
  });
  return f;
}
