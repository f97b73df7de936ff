import { MalformedSafetensorsError } from '../errors.js';
import type { SafetensorsHeader, TensorRange } from './parseSafetensorsHeader.js';
import { getTensorArrayType, type Tensor } from './Tensor.js';

/** A tensor to be written. */
export type TensorLayout = Pick<Tensor, 'dtype' | 'shape'>;

/**
 * The beginning of a safetensors file, up to its data. The same tensors give the same bytes: names and metadata keys in
 * code unit order, data in the order of the names, the header padded with spaces to a multiple of 8 so that every
 * tensor of up to 8-byte elements starts aligned wherever those before it do.
 *
 * @throws MalformedSafetensorsError when a name occurs twice
 */
export function encodeSafetensorsHeader(
  tensors: Iterable<readonly [string, TensorLayout]>,
  metadata: Readonly<Record<string, string>> = {},
): { bytes: Uint8Array; header: SafetensorsHeader; dataLength: number } {
  const entries: [string, unknown][] = [];
  const metadataKeys = Object.keys(metadata).sort();
  if (metadataKeys.length > 0)
    entries.push(['__metadata__', Object.fromEntries(metadataKeys.map((key) => [key, metadata[key]]))]);
  const ranges = new Map<string, TensorRange>();
  let dataLength = 0;
  for (const [name, { dtype, shape }] of [...tensors].sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (ranges.has(name) || name === '__metadata__')
      throw new MalformedSafetensorsError({ cause: 'the name is taken', tensor: name });
    const elementCount = shape.reduce((product, side) => product * side, 1);
    const end = dataLength + elementCount * getTensorArrayType(dtype)!.BYTES_PER_ELEMENT;
    entries.push([name, { dtype, shape, data_offsets: [dataLength, end] }]);
    ranges.set(name, { dtype, shape, begin: dataLength, end });
    dataLength = end;
  }
  // Written entry by entry: an object would move integer-like names to the front and swallow `__proto__`.
  const json = `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`;
  const text = new TextEncoder().encode(json);
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength).fill(0x20, 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, 8);
  const metadataMap = new Map(metadataKeys.map((key) => [key, metadata[key]!]));
  return { bytes, header: { tensors: ranges, metadata: metadataMap }, dataLength };
}
