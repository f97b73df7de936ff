/** The element types read and written here; F16 and BF16 data are their raw 16-bit patterns. */
export interface TensorDataByDtype {
  F64: Float64Array;
  F32: Float32Array;
  F16: Uint16Array;
  BF16: Uint16Array;
  I8: Int8Array;
  U8: Uint8Array;
  U16: Uint16Array;
  I32: Int32Array;
  U32: Uint32Array;
}

export type TensorDtype = keyof TensorDataByDtype;

/** A row-major array; the product of `shape` is `data.length`, and an empty shape is a scalar. */
export interface Tensor {
  readonly dtype: TensorDtype;
  readonly shape: readonly number[];
  readonly data: TensorDataByDtype[TensorDtype];
}

const ARRAY_TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  U16: Uint16Array,
  I32: Int32Array,
  U32: Uint32Array,
} as const satisfies Record<TensorDtype, unknown>;

/** The array type that holds `dtype`, or undefined for a type not read here (I64, F8 …). */
export function getTensorArrayType(dtype: string): (typeof ARRAY_TYPES)[TensorDtype] | undefined {
  return Object.hasOwn(ARRAY_TYPES, dtype) ? ARRAY_TYPES[dtype as TensorDtype] : undefined;
}
