import type { WasmFunction } from './WasmFunction.js';

/** How the right-hand matrix of a product is stored. Bfloat16 is the upper half of a float32, so widening it is exact. */
export type WeightType = 'f32' | 'bf16';

/** Bytes that four elements take. */
export const VECTOR_BYTES = { f32: 16, bf16: 8 } as const satisfies Record<WeightType, number>;

const [V128_LOAD, V128_LOAD16X4_U, I32X4_SHL] = [0x00, 0x04, 0xab] as const;

/** Pushes the `index`-th vector of four weights after `pointer`, as float32. */
export function loadWeights(f: WasmFunction, type: WeightType, pointer: number, index: number): WasmFunction {
  f.get(pointer);
  if (type === 'f32') return f.simd(V128_LOAD, 2, index * 16);
  return f
    .simd(V128_LOAD16X4_U, 1, index * 8)
    .i32(16)
    .simd(I32X4_SHL);
}
