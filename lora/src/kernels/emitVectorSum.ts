import { F64, V128, type WasmFunction } from './WasmFunction.js';

const [SHUFFLE, F64X2_EXTRACT_LANE, PROMOTE_LOW, F64X2_ADD] = [0x0d, 0x21, 0x5f, 0xf0] as const;
const HIGH_HALF = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];
const F64_ADD = 0xa0;

/** A sum of float32s in float64, in two lanes, one over the even vector halves and one over the odd: long rows keep their precision. */
export function createVectorSum(f: WasmFunction): { reset(): void; addTop(): void; pushTotal(): void } {
  const [lanes, added] = [f.local(V128), f.local(V128)] as const;
  const total = f.local(F64);
  return {
    reset: () => void f.zero().set(lanes),
    /** Takes the vector on the stack. */
    addTop() {
      f.set(added).get(lanes).get(added).simd(PROMOTE_LOW).simd(F64X2_ADD);
      f.get(added)
        .get(added)
        .simd(SHUFFLE, ...HIGH_HALF)
        .simd(PROMOTE_LOW)
        .simd(F64X2_ADD)
        .set(lanes);
    },
    /** Pushes the sum as one float64. */
    pushTotal() {
      f.get(lanes).simd(F64X2_EXTRACT_LANE, 0).get(lanes).simd(F64X2_EXTRACT_LANE, 1).op(F64_ADD).set(total).get(total);
    },
  };
}
