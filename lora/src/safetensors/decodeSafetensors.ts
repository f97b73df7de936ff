import { parseHeaderLength, parseSafetensorsHeader } from './parseSafetensorsHeader.js';
import { getTensorArrayType, type Tensor } from './Tensor.js';

/**
 * Reads a whole safetensors file. Tensors are copies, so the input can be let go of.
 *
 * @throws MalformedSafetensorsError
 */
export function decodeSafetensors(bytes: Uint8Array): { tensors: Map<string, Tensor>; metadata: Map<string, string> } {
  const dataStart = 8 + parseHeaderLength(bytes.subarray(0, 8), bytes.length);
  const data = bytes.subarray(dataStart);
  const header = parseSafetensorsHeader(bytes.subarray(8, dataStart), data.length);
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, begin, end }] of header.tensors) {
    const ArrayType = getTensorArrayType(dtype)!;
    // Not `data.slice`: a Node Buffer's would be a view into a pool that it shares with strangers.
    const copy = new Uint8Array(data.subarray(begin, end));
    const elementCount = copy.length / ArrayType.BYTES_PER_ELEMENT;
    tensors.set(name, { dtype, shape, data: new ArrayType(copy.buffer, 0, elementCount) });
  }
  return { tensors, metadata: new Map(header.metadata) };
}
