import { MalformedSafetensorsError } from '../errors.js';
import { getTensorArrayType, type Tensor, type TensorDtype } from './Tensor.js';

/** The format's own limit on the JSON header. */
const MAX_HEADER_BYTES = 100_000_000;

/**
 * Reads a safetensors file (https://github.com/huggingface/safetensors#format): a little-endian u64 header length, a
 * JSON header, then the data. The bytes are taken to be hostile: every tensor must lie inside the data, fill exactly
 * its shape, and share no byte with another; together they must cover the data without gaps, as the format demands.
 * Tensors are copies, so the input can be let go of.
 *
 * @throws MalformedSafetensorsError
 */
export function decodeSafetensors(bytes: Uint8Array): { tensors: Map<string, Tensor>; metadata: Map<string, string> } {
  if (bytes.length < 8)
    throw new MalformedSafetensorsError({ cause: `${bytes.length} bytes, shorter than its length field` });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getBigUint64(0, true);
  if (headerLength > BigInt(Math.min(MAX_HEADER_BYTES, bytes.length - 8))) {
    throw new MalformedSafetensorsError({
      cause: `a header of ${headerLength} bytes does not fit the file or the limit`,
    });
  }
  const dataStart = 8 + Number(headerLength);
  const data = bytes.subarray(dataStart);
  const tensors = new Map<string, Tensor>();
  const metadata = new Map<string, string>();
  const ranges: { start: number; end: number; name: string }[] = [];
  for (const [name, entry] of Object.entries(parseHeader(bytes.subarray(8, dataStart)))) {
    if (name === '__metadata__') {
      for (const [key, value] of Object.entries(asObject(entry, name))) {
        if (typeof value !== 'string')
          throw new MalformedSafetensorsError({ cause: 'metadata that is not text', tensor: name });
        metadata.set(key, value);
      }
      continue;
    }
    const { tensor, start, end } = decodeTensor(name, asObject(entry, name), data);
    tensors.set(name, tensor);
    ranges.push({ start, end, name });
  }
  ranges.sort((left, right) => left.start - right.start || left.end - right.end);
  let covered = 0;
  for (const { start, end, name } of ranges) {
    if (start !== covered) {
      throw new MalformedSafetensorsError({
        cause: start < covered ? 'overlaps another tensor' : 'leaves a gap before it',
        tensor: name,
      });
    }
    covered = end;
  }
  if (covered !== data.length)
    throw new MalformedSafetensorsError({ cause: `${data.length - covered} bytes belong to no tensor` });
  return { tensors, metadata };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new MalformedSafetensorsError({ cause: 'the header is not JSON in UTF-8' });
  }
  return asObject(header);
}

function asObject(value: unknown, tensor?: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedSafetensorsError({
      cause: 'an object was expected in the header',
      ...(tensor !== undefined && { tensor }),
    });
  }
  return value as Record<string, unknown>;
}

function asCounts(value: unknown, what: string, tensor: string): number[] {
  const valid = Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);
  if (!valid) throw new MalformedSafetensorsError({ cause: `${what} is not a list of counts`, tensor });
  return value as number[];
}

function decodeTensor(
  name: string,
  entry: Record<string, unknown>,
  data: Uint8Array,
): { tensor: Tensor; start: number; end: number } {
  const dtype = String(entry['dtype']);
  const ArrayType = getTensorArrayType(dtype);
  if (ArrayType === undefined)
    throw new MalformedSafetensorsError({ cause: `dtype ${JSON.stringify(dtype)} is not supported`, tensor: name });
  const shape = asCounts(entry['shape'], 'shape', name);
  const offsets = asCounts(entry['data_offsets'], 'data_offsets', name);
  const [start = 0, end = 0] = offsets;
  if (offsets.length !== 2 || start > end || end > data.length) {
    throw new MalformedSafetensorsError({
      cause: `data_offsets ${JSON.stringify(offsets)} lie outside ${data.length} bytes`,
      tensor: name,
    });
  }
  // A product that leaves the safe integers cannot equal a length within the file, however it rounds.
  const elementCount = shape.reduce((product, side) => product * side, 1);
  if (elementCount * ArrayType.BYTES_PER_ELEMENT !== end - start) {
    throw new MalformedSafetensorsError({
      cause: `shape ${JSON.stringify(shape)} of ${dtype} does not fill ${end - start} bytes`,
      tensor: name,
    });
  }
  const copy = data.slice(start, end);
  return {
    tensor: { dtype: dtype as TensorDtype, shape, data: new ArrayType(copy.buffer, 0, elementCount) },
    start,
    end,
  };
}
