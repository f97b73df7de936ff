import { FatalError } from './errors.js';

/** Largest magnitude of a quantised value. −128 is never used, so a product of two fits in 14 bits. */
export const INT8_LIMIT = 127;

/** A gradient block that cannot be quantised: it holds NaN or infinities, or lies outside the exponent's range. */
export class UnquantizableBlockError extends FatalError {
  constructor(facts: { position: number; value: number }) {
    super(
      `The gradient value ${facts.value} at position ${facts.position} cannot be quantised. Check the model's weights.`,
      facts,
    );
  }
}

/** Rounds to the nearest integer, halves to the even one (IEEE 754 roundTiesToEven). */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const fraction = value - floor;
  if (fraction < 0.5) return floor;
  if (fraction > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * Quantises one block (rule step 3): `values[i] ≈ int8[i] · 2^exponent`, with the smallest exponent for which every
 * value rounds into ±127. Scaling by a power of two is exact in float64, so equal inputs give equal bytes everywhere.
 * An all-zero block, and one too small for an exponent of −128, is all zeros with exponent 0.
 *
 * @param values one block, any length
 * @param into receives the int8 values; same length
 * @returns the exponent, −128…127
 */
export function quantizeBlock(values: Float32Array | Float64Array, into: Int8Array): number {
  let max = 0;
  for (let position = 0; position < values.length; position++) {
    const value = values[position]!;
    if (!Number.isFinite(value)) throw new UnquantizableBlockError({ position, value });
    const magnitude = Math.abs(value);
    if (magnitude > max) max = magnitude;
  }
  into.fill(0);
  if (max === 0) return 0;
  let exponent = Math.max(-128, Math.floor(Math.log2(max / INT8_LIMIT)));
  while (exponent > -128 && roundHalfToEven(max * 2 ** -(exponent - 1)) <= INT8_LIMIT) exponent--;
  while (roundHalfToEven(max * 2 ** -exponent) > INT8_LIMIT) exponent++;
  if (exponent > 127)
    throw new UnquantizableBlockError({ position: values.findIndex((v) => Math.abs(v) === max), value: max });
  const scale = 2 ** -exponent;
  let any = false;
  for (let position = 0; position < values.length; position++) {
    const rounded = roundHalfToEven(values[position]! * scale);
    into[position] = rounded;
    any ||= rounded !== 0;
  }
  return any ? exponent : 0;
}
