import type { ByteSource } from './ByteSource.js';
import { checkReadable, type TensorRange } from './parseSafetensorsHeader.js';
import { getTensorArrayType, type Tensor } from './Tensor.js';

/** A copy of one tensor's data; `range` counts from the start of the file. @throws MalformedSafetensorsError for a dtype that is not read here */
export function readTensor(source: ByteSource, name: string, range: TensorRange<string>): Tensor {
  const { dtype, shape, begin, end } = checkReadable(name, range);
  const ArrayType = getTensorArrayType(dtype)!;
  const bytes = new Uint8Array(end - begin);
  source.readInto(bytes, begin);
  return { dtype, shape, data: new ArrayType(bytes.buffer, 0, bytes.length / ArrayType.BYTES_PER_ELEMENT) };
}
