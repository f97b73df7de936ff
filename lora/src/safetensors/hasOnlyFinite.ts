import type { ByteSource } from './ByteSource.js';
import type { TensorRange } from './parseSafetensorsHeader.js';

const CHUNK_BYTES = 2 ** 20;

/** An exponent of all ones is an infinity or no number. */
const EXPONENT_BITS: ReadonlyMap<string, number> = new Map([
  ['F32', 0x7f800000],
  ['BF16', 0x7f80],
  ['F16', 0x7c00],
]);

/** Whether every element of a floating tensor is a number; undefined when it is not F32, F16 or BF16. Reads it a chunk at a time. */
export function hasOnlyFinite(source: ByteSource, entry: TensorRange<string>): boolean | undefined {
  const exponent = EXPONENT_BITS.get(entry.dtype);
  if (exponent === undefined) return undefined;
  const chunk = new Uint8Array(Math.min(CHUNK_BYTES, entry.end - entry.begin));
  for (let at = entry.begin; at < entry.end; at += CHUNK_BYTES) {
    const bytes = chunk.subarray(0, Math.min(CHUNK_BYTES, entry.end - at));
    source.readInto(bytes, at);
    const bits =
      entry.dtype === 'F32'
        ? new Uint32Array(chunk.buffer, 0, bytes.length / 4)
        : new Uint16Array(chunk.buffer, 0, bytes.length / 2);
    for (let i = 0; i < bits.length; i++) if ((bits[i]! & exponent) === exponent) return false;
  }
  return true;
}
