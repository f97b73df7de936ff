import { V128, type WasmFunction } from './WasmFunction.js';

const [SPLAT, ADD, SUB, MUL, MIN, MAX, FLOOR] = [0x13, 0xe4, 0xe5, 0xe6, 0xe8, 0xe9, 0x68] as const;
const [TRUNCATE_TO_I32, I32X4_SPLAT, I32X4_ADD, I32X4_SHL] = [0xf8, 0x11, 0xae, 0xab] as const;

/**
 * Returns what replaces the vector on the stack by its exponential, clamped to ±87: the Cephes single-precision
 * polynomial, within 2 units in the last place. The same bits on every engine, which `Math.exp` does not promise.
 */
export function createExponential(f: WasmFunction): () => void {
  const [x, whole, y] = [f.local(V128), f.local(V128), f.local(V128)] as const;
  const constant = (value: number): WasmFunction => f.f32(value).simd(SPLAT);
  return () => {
    constant(87).simd(MIN);
    constant(-87).simd(MAX).set(x);
    f.get(x);
    constant(Math.LOG2E).simd(MUL);
    constant(0.5).simd(ADD).simd(FLOOR).set(whole);
    f.get(x).get(whole);
    constant(0.693359375).simd(MUL).simd(SUB).get(whole);
    constant(-2.1219444e-4).simd(MUL).simd(SUB).set(x);
    constant(1.98756915e-4);
    for (const coefficient of [1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1]) {
      f.get(x).simd(MUL);
      constant(coefficient).simd(ADD);
    }
    f.get(x).get(x).simd(MUL).simd(MUL).get(x).simd(ADD);
    constant(1).simd(ADD).set(y);
    f.get(whole).simd(TRUNCATE_TO_I32).i32(127).simd(I32X4_SPLAT).simd(I32X4_ADD).i32(23).simd(I32X4_SHL).set(whole);
    f.get(y).get(whole).simd(MUL);
  };
}
