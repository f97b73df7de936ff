import { F32, I32, V128, WasmFunction } from './WasmFunction.js';
import { VECTOR_BYTES, loadWeights, type WeightType } from './weightType.js';

const V128_LOAD = 0x00;
const F32X4_ADD = 0xe4;
const F32X4_MUL = 0xe6;
const EXTRACT_LANE = 0x1f;
const F32_ADD = 0x92;
const F32_MUL = 0x94;
/** Rows × columns computed at once, the widest first: as many sums as the 16 vector registers of x86-64 can hold beside the operands. */
const BLOCKS = [
  [4, 2],
  [2, 4],
  [1, 4],
] as const;
/** Vectors of k per turn of the inner loop; fewer pointers to move per product. */
const UNROLLED = 4;

/**
 * `C[M,N] = scale · A[M,K] · B[N,K]ᵀ (+ C)`, the shape of a linear layer over row-major weights. Parameters, all in
 * bytes or counts: a, b, c, M, N, K, lda, ldb, ldc, scale, accumulate. K is a multiple of 4; B is of `type`.
 *
 * Every element is summed in the same order whatever M and N are (four lanes over k, then a fixed tree), so a row's
 * result does not depend on the rows computed beside it.
 */
export function emitDotProducts(type: WeightType): WasmFunction {
  const f = new WasmFunction([I32, I32, I32, I32, I32, I32, I32, I32, I32, F32, I32]);
  const [a, b, c, M, N, K, lda, ldb, ldc, scale, accumulate] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
  const [j, k, bRow, cRow, sum] = [f.local(I32), f.local(I32), f.local(I32), f.local(I32), f.local(F32)] as const;
  const aPointers = Array.from({ length: 4 }, () => f.local(I32));
  const bPointers = Array.from({ length: 4 }, () => f.local(I32));
  const aVector = f.local(V128);
  const bVectors = Array.from({ length: 4 }, () => f.local(V128));
  const sums = Array.from({ length: 8 }, () => f.local(V128));

  const block = (rows: number, columns: number): void => {
    const used = sums.slice(0, rows * columns);
    for (const local of used) f.zero().set(local);
    for (let i = 0; i < rows; i++) f.get(a).get(lda).i32(i).mul().add().set(aPointers[i]!);
    for (let n = 0; n < columns; n++) f.get(bRow).get(ldb).i32(n).mul().add().set(bPointers[n]!);
    f.get(K).set(k);
    for (const vectors of [UNROLLED, 1]) {
      f.countDown(k, vectors * 4, () => {
        for (let step = 0; step < vectors; step++) {
          for (let n = 0; n < columns; n++) loadWeights(f, type, bPointers[n]!, step).set(bVectors[n]!);
          for (let i = 0; i < rows; i++) {
            f.get(aPointers[i]!)
              .simd(V128_LOAD, 2, step * 16)
              .set(aVector);
            for (let n = 0; n < columns; n++) {
              const total = used[i * columns + n]!;
              f.get(total).get(aVector).get(bVectors[n]!).simd(F32X4_MUL).simd(F32X4_ADD).set(total);
            }
          }
        }
        for (let i = 0; i < rows; i++) f.advance(aPointers[i]!, vectors * 16);
        for (let n = 0; n < columns; n++) f.advance(bPointers[n]!, vectors * VECTOR_BYTES[type]);
      });
    }
    for (let i = 0; i < rows; i++) {
      for (let n = 0; n < columns; n++) {
        const total = used[i * columns + n]!;
        f.get(total).simd(EXTRACT_LANE, 0).get(total).simd(EXTRACT_LANE, 1).op(F32_ADD);
        f.get(total).simd(EXTRACT_LANE, 2).get(total).simd(EXTRACT_LANE, 3).op(F32_ADD, F32_ADD);
        f.get(scale).op(F32_MUL).set(sum);
        const address = (): WasmFunction => f.get(cRow).get(ldc).i32(i).mul().add();
        f.if(
          () => f.get(accumulate),
          () =>
            address()
              .op(0x2a, 2, ...[n * 4])
              .get(sum)
              .op(F32_ADD)
              .set(sum),
        );
        address()
          .get(sum)
          .op(0x38, 2, n * 4);
      }
    }
  };
  const rowBlock = (rows: number, blockColumns: number): void => {
    f.get(b).set(bRow).get(c).set(cRow).get(N).set(j);
    for (const columns of new Set([blockColumns, 1])) {
      f.countDown(j, columns, () => {
        block(rows, columns);
        f.get(bRow).get(ldb).i32(columns).mul().add().set(bRow);
        f.advance(cRow, columns * 4);
      });
    }
    f.get(a).get(lda).i32(rows).mul().add().set(a);
    f.get(c).get(ldc).i32(rows).mul().add().set(c);
  };
  for (const [rows, columns] of BLOCKS) f.countDown(M, rows, () => rowBlock(rows, columns));
  return f;
}
