import { MalformedSafetensorsError } from '../errors.js';
import { encodeSafetensorsHeader } from './encodeSafetensorsHeader.js';
import type { Tensor } from './Tensor.js';

/**
 * Writes a whole safetensors file; see {@link encodeSafetensorsHeader} for its layout.
 *
 * @throws MalformedSafetensorsError when a tensor does not fill its shape or a name occurs twice
 */
export function encodeSafetensors(
  tensors: Iterable<readonly [string, Tensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const all = [...tensors];
  for (const [name, { shape, data }] of all) {
    if (shape.reduce((product, side) => product * side, 1) !== data.length) {
      throw new MalformedSafetensorsError({
        cause: `shape ${JSON.stringify(shape)} holds not ${data.length} elements`,
        tensor: name,
      });
    }
  }
  const { bytes: head, header, dataLength } = encodeSafetensorsHeader(all, metadata);
  const bytes = new Uint8Array(head.length + dataLength);
  bytes.set(head);
  for (const [name, { data }] of all) {
    bytes.set(
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      head.length + header.tensors.get(name)!.begin,
    );
  }
  return bytes;
}
