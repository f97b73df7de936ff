import { F32, I32, V128, WasmFunction } from './WasmFunction.js';
import { VECTOR_BYTES, loadWeights, type WeightType } from './weightType.js';

const V128_LOAD = 0x00;
const V128_LOAD32_SPLAT = 0x09;
const V128_STORE = 0x0b;
const F32X4_SPLAT = 0x13;
const F32X4_ADD = 0xe4;
const F32X4_MUL = 0xe6;

/**
 * `C[M,N] = scale · Σₖ A[i,k] · B[k,·] (+ C)` with A under any two strides: A itself or its transpose, so this one
 * kernel carries gradients back through a linear layer (`δ·W`) and collects weight gradients (`δᵀ·x`). Parameters, in
 * bytes or counts: a, b, c, M, N, K, aRowStride, aColumnStride, ldb, ldc, scale, accumulate. N is a multiple of 4; B is of `type`.
 */
export function emitRowCombination(type: WeightType, blockRows = 2, blockVectors = 4): WasmFunction {
  const f = new WasmFunction([I32, I32, I32, I32, I32, I32, I32, I32, I32, I32, F32, I32]);
  const [a, b, c, M, N, K, aRow, aColumn, ldb, ldc, scale, accumulate] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  ] as const;
  const [i, k, aTop, cTop, cPointer, bPointer, scales] = [
    f.local(I32),
    f.local(I32),
    f.local(I32),
    f.local(I32),
    f.local(I32),
    f.local(I32),
    f.local(V128),
  ] as const;
  const aPointers = Array.from({ length: blockRows }, () => f.local(I32));
  const bVectors = Array.from({ length: blockVectors }, () => f.local(V128));
  const broadcast = f.local(V128);
  const sums = Array.from({ length: blockRows * blockVectors }, () => f.local(V128));

  const block = (rows: number, vectors: number): void => {
    const used = sums.slice(0, rows * vectors);
    for (const local of used) f.zero().set(local);
    for (let row = 0; row < rows; row++) f.get(aTop).get(aRow).i32(row).mul().add().set(aPointers[row]!);
    f.get(b).set(bPointer).get(K).set(k);
    f.countDown(k, 1, () => {
      for (let n = 0; n < vectors; n++) loadWeights(f, type, bPointer, n).set(bVectors[n]!);
      for (let row = 0; row < rows; row++) {
        f.get(aPointers[row]!).simd(V128_LOAD32_SPLAT, 2, 0).set(broadcast);
        for (let n = 0; n < vectors; n++) {
          const total = used[row * vectors + n]!;
          f.get(total).get(broadcast).get(bVectors[n]!).simd(F32X4_MUL).simd(F32X4_ADD).set(total);
        }
        f.advanceBy(aPointers[row]!, aColumn);
      }
      f.advanceBy(bPointer, ldb);
    });
    for (let row = 0; row < rows; row++) {
      const totals = used.slice(row * vectors, (row + 1) * vectors);
      f.get(cTop).get(ldc).i32(row).mul().add().set(cPointer);
      for (const total of totals) f.get(total).get(scales).simd(F32X4_MUL).set(total);
      const addFormer = (): void =>
        totals.forEach((total, n) => {
          f.get(cPointer)
            .simd(V128_LOAD, 2, n * 16)
            .get(total)
            .simd(F32X4_ADD)
            .set(total);
        });
      f.if(() => f.get(accumulate), addFormer);
      totals.forEach((total, n) => {
        f.get(cPointer)
          .get(total)
          .simd(V128_STORE, 2, n * 16);
      });
    }
  };
  const columnBlock = (vectors: number): void => {
    f.get(a).set(aTop).get(c).set(cTop).get(M).set(i);
    for (const rows of new Set([blockRows, 1])) {
      f.countDown(i, rows, () => {
        block(rows, vectors);
        f.get(aTop).get(aRow).i32(rows).mul().add().set(aTop);
        f.get(cTop).get(ldc).i32(rows).mul().add().set(cTop);
      });
    }
    f.advance(b, vectors * VECTOR_BYTES[type]).advance(c, vectors * 16);
  };
  f.get(scale).simd(F32X4_SPLAT).set(scales);
  for (const vectors of new Set([blockVectors, 1])) f.countDown(N, vectors * 4, () => columnBlock(vectors));
  return f;
}
