import { createExponential } from './emitExponential.js';
import { I32, V128, WasmFunction } from './WasmFunction.js';

const [V128_LOAD, V128_STORE, F32X4_SPLAT] = [0x00, 0x0b, 0x13] as const;
const [F32X4_NEG, F32X4_ADD, F32X4_SUB, F32X4_MUL, F32X4_DIV] = [0xe1, 0xe4, 0xe5, 0xe6, 0xe7] as const;

/**
 * SwiGLU (Shazeer 2020) over `count` floats, a multiple of 4: `sigmoid = σ(gate)`, `output = gate · sigmoid · up`.
 * Parameters: gate, up, sigmoid, output, count.
 */
export function emitGatedActivation(): WasmFunction {
  const f = new WasmFunction([I32, I32, I32, I32, I32]);
  const [gate, up, sigmoid, output, count] = [0, 1, 2, 3, 4] as const;
  const [value, slope] = [f.local(V128), f.local(V128)] as const;
  const exponential = createExponential(f);
  const one = (): WasmFunction => f.f32(1).simd(F32X4_SPLAT);
  f.countDown(count, 4, () => {
    f.get(gate).simd(V128_LOAD, 2, 0).set(value);
    one();
    f.get(value).simd(F32X4_NEG);
    exponential();
    one().simd(F32X4_ADD).simd(F32X4_DIV).set(slope);
    f.get(sigmoid).get(slope).simd(V128_STORE, 2, 0);
    f.get(output).get(value).get(slope).simd(F32X4_MUL);
    f.get(up).simd(V128_LOAD, 2, 0).simd(F32X4_MUL).simd(V128_STORE, 2, 0);
    for (const pointer of [gate, up, sigmoid, output]) f.advance(pointer, 16);
  });
  return f;
}

/**
 * From `∂L/∂output` in dOutput, writes `∂L/∂gate` to dGate and `∂L/∂up` over dOutput. Parameters: gate, up, sigmoid,
 * dOutput, dGate, count.
 */
export function emitGatedActivationBackward(): WasmFunction {
  const f = new WasmFunction([I32, I32, I32, I32, I32, I32]);
  const [gate, up, sigmoid, dOutput, dGate, count] = [0, 1, 2, 3, 4, 5] as const;
  const [value, slope, delta] = [f.local(V128), f.local(V128), f.local(V128)] as const;
  const one = (): WasmFunction => f.f32(1).simd(F32X4_SPLAT);
  f.countDown(count, 4, () => {
    f.get(gate).simd(V128_LOAD, 2, 0).set(value);
    f.get(sigmoid).simd(V128_LOAD, 2, 0).set(slope);
    f.get(dOutput).simd(V128_LOAD, 2, 0).get(slope).simd(F32X4_MUL).set(delta);
    // delta = d·σ; dGate = delta · up · (1 + gate·(1 − σ)); dUp = delta · gate
    f.get(dGate).get(delta).get(up).simd(V128_LOAD, 2, 0).simd(F32X4_MUL);
    one().get(value);
    one().get(slope).simd(F32X4_SUB).simd(F32X4_MUL).simd(F32X4_ADD).simd(F32X4_MUL).simd(V128_STORE, 2, 0);
    f.get(dOutput).get(delta).get(value).simd(F32X4_MUL).simd(V128_STORE, 2, 0);
    for (const pointer of [gate, up, sigmoid, dOutput, dGate]) f.advance(pointer, 16);
  });
  return f;
}
