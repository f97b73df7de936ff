import type { WasmArena } from '../kernels/WasmArena.js';

/** Places of `count` floats each: what a SwiGLU layer's forward pass leaves for its backward pass. */
export interface GatedActivationPlaces {
  readonly gate: number;
  readonly up: number;
  /** σ(gate) */
  readonly sigmoid: number;
}

/** SwiGLU (Shazeer 2020): `output = gate · σ(gate) · up`. */
export function activateGate(arena: WasmArena, places: GatedActivationPlaces, output: number, count: number): void {
  const { floats } = arena;
  const { gate, up, sigmoid } = places;
  for (let i = 0; i < count; i++) floats[sigmoid + i] = -floats[gate + i]!;
  arena.exponentiate(sigmoid, count);
  for (let i = 0; i < count; i++) {
    const value = 1 / (1 + floats[sigmoid + i]!);
    floats[sigmoid + i] = value;
    floats[output + i] = floats[gate + i]! * value * floats[up + i]!;
  }
}

/** From `∂L/∂output` in `dOutput`, writes `∂L/∂gate` to `dGate` and `∂L/∂up` over `dOutput`. */
export function activateGateBackward(
  arena: WasmArena,
  places: GatedActivationPlaces,
  dOutput: number,
  dGate: number,
  count: number,
): void {
  const { floats } = arena;
  const { gate, up, sigmoid } = places;
  for (let i = 0; i < count; i++) {
    const value = floats[gate + i]!;
    const slope = floats[sigmoid + i]!;
    const delta = floats[dOutput + i]!;
    floats[dGate + i] = delta * floats[up + i]! * slope * (1 + value * (1 - slope));
    floats[dOutput + i] = delta * value * slope;
  }
}
