import type { WasmArena } from '../kernels/WasmArena.js';

/** Places of `count` floats each, a multiple of 4: what a SwiGLU layer's forward pass leaves for its backward pass. */
export interface GatedActivationPlaces {
  readonly gate: number;
  readonly up: number;
  /** σ(gate) */
  readonly sigmoid: number;
}

/** SwiGLU (Shazeer 2020): `output = gate · σ(gate) · up`. */
export function activateGate(arena: WasmArena, places: GatedActivationPlaces, output: number, count: number): void {
  arena.kernels.gatedActivation(places.gate * 4, places.up * 4, places.sigmoid * 4, output * 4, count);
}

/** From `∂L/∂output` in `dOutput`, writes `∂L/∂gate` to `dGate` and `∂L/∂up` over `dOutput`. */
export function activateGateBackward(
  arena: WasmArena,
  places: GatedActivationPlaces,
  dOutput: number,
  dGate: number,
  count: number,
): void {
  const { gate, up, sigmoid } = places;
  arena.kernels.gatedActivationBackward(gate * 4, up * 4, sigmoid * 4, dOutput * 4, dGate * 4, count);
}
