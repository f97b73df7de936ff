import { MalformedSafetensorsError } from '../errors.js';
import type { Tensor } from './Tensor.js';

/**
 * Writes a safetensors file. The same tensors give the same bytes: names and metadata keys in code unit order, data in
 * the order of the names, the header padded with spaces to a multiple of 8 so that every tensor of up to 8-byte
 * elements starts aligned wherever those before it do.
 *
 * @throws MalformedSafetensorsError when a tensor does not fill its shape or a name occurs twice
 */
export function encodeSafetensors(
  tensors: Iterable<readonly [string, Tensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const sorted = [...tensors].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  const header: [string, unknown][] = [];
  const metadataKeys = Object.keys(metadata).sort();
  if (metadataKeys.length > 0)
    header.push(['__metadata__', Object.fromEntries(metadataKeys.map((key) => [key, metadata[key]]))]);
  let dataLength = 0;
  let previous: string | undefined;
  for (const [name, tensor] of sorted) {
    const elementCount = tensor.shape.reduce((product, side) => product * side, 1);
    if (name === previous || name === '__metadata__')
      throw new MalformedSafetensorsError({ cause: 'the name is taken', tensor: name });
    if (elementCount !== tensor.data.length) {
      throw new MalformedSafetensorsError({
        cause: `shape ${JSON.stringify(tensor.shape)} holds not ${tensor.data.length} elements`,
        tensor: name,
      });
    }
    const end = dataLength + tensor.data.byteLength;
    header.push([name, { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [dataLength, end] }]);
    dataLength = end;
    previous = name;
  }
  // Written entry by entry: an object would move integer-like names to the front and swallow `__proto__`.
  const json = `{${header.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`;
  const text = new TextEncoder().encode(json);
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + dataLength).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, 8);
  let offset = 8 + headerLength;
  for (const [, { data }] of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}
