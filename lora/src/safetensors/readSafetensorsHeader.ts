import type { ByteSource } from './ByteSource.js';
import { parseHeaderLength, parseAnyHeader, type TensorRange } from './parseSafetensorsHeader.js';

/** Where the tensors of a safetensors file lie, counted from the start of the file. @throws MalformedSafetensorsError */
export function readSafetensorsHeader(source: ByteSource): Map<string, TensorRange<string>> {
  const first = new Uint8Array(Math.min(8, source.byteLength));
  source.readInto(first, 0);
  const json = new Uint8Array(parseHeaderLength(first, source.byteLength));
  source.readInto(json, 8);
  const dataStart = 8 + json.length;
  const { tensors } = parseAnyHeader(json, source.byteLength - dataStart);
  return new Map(
    [...tensors].map(([name, range]) => [
      name,
      { ...range, begin: dataStart + range.begin, end: dataStart + range.end },
    ]),
  );
}
