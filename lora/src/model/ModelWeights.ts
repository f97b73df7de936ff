import { convertToFloat32 } from '../safetensors/convertToFloat32.js';

/** A model's weights by Hugging Face name: float32, or bfloat16 as its 16-bit patterns. Read anew at every call. */
export interface ModelWeights extends Iterable<[string, Float32Array | Uint16Array]> {
  get(name: string): Float32Array | Uint16Array | undefined;
  keys(): Iterable<string>;
}

/** One weight as float32. */
export function getFloatWeight(weights: Pick<ModelWeights, 'get'>, name: string): Float32Array | undefined {
  const values = weights.get(name);
  return values instanceof Uint16Array
    ? convertToFloat32({ dtype: 'BF16', shape: [values.length], data: values })
    : values;
}
