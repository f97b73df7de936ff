import type { Tensor } from './Tensor.js';

/** A floating tensor's elements as float32, exactly (float16 and bfloat16 are subsets of it); undefined for integers. */
export function convertToFloat32(tensor: Tensor): Float32Array | undefined {
  const { data } = tensor;
  if (tensor.dtype === 'F32') return data as Float32Array;
  const result = new Float32Array(data.length);
  if (tensor.dtype === 'BF16') {
    const bits = new Uint32Array(result.buffer);
    for (let i = 0; i < data.length; i++) bits[i] = data[i]! << 16;
    return result;
  }
  if (tensor.dtype !== 'F16') return undefined;
  for (let i = 0; i < data.length; i++) {
    const half = data[i]!;
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) result[i] = sign * fraction * 2 ** -24;
    else if (exponent === 31) result[i] = fraction === 0 ? sign * Infinity : NaN;
    else result[i] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return result;
}
