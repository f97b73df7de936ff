import { MalformedSafetensorsError } from '../errors.js';
import { getTensorArrayType, type TensorDtype } from './Tensor.js';
import { parseJsonObject } from '../json/parseJsonObject.js';
import { quote } from '../quote.js';

/**
 * The format allows 100 MB, of which a hostile header makes gigabytes of objects. The largest published models need less
 * than a fiftieth of this.
 */
const MAX_HEADER_BYTES = 16 * 2 ** 20;
/** Seven for each tensor. */
const MAX_HEADER_VALUES = 2 ** 20;

/** Bytes an element takes, by the format's dtypes: more than `TensorDtype` has, which says what can be read. */
const ELEMENT_BYTES: ReadonlyMap<unknown, number> = new Map([
  ...['BOOL', 'U8', 'I8', 'F8_E4M3', 'F8_E5M2', 'F8_E8M0'].map((dtype) => [dtype, 1] as const),
  ...['I16', 'U16', 'F16', 'BF16'].map((dtype) => [dtype, 2] as const),
  ...['I32', 'U32', 'F32'].map((dtype) => [dtype, 4] as const),
  ...['I64', 'U64', 'F64'].map((dtype) => [dtype, 8] as const),
]);

/** Where a tensor's bytes stand, from the start of the data. */
export interface TensorRange<Dtype extends string = TensorDtype> {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** What a safetensors file says of itself. */
export interface SafetensorsHeader<Dtype extends string = TensorDtype> {
  /** In the order of the file's data. */
  readonly tensors: ReadonlyMap<string, TensorRange<Dtype>>;
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Reads the little-endian u64 that a safetensors file begins with.
 *
 * @param fileLength bytes of the whole file
 * @returns bytes of the JSON header that follows
 * @throws MalformedSafetensorsError
 */
export function parseHeaderLength(first: Uint8Array, fileLength: number): number {
  if (first.length < 8)
    throw new MalformedSafetensorsError({ cause: `${first.length} bytes, shorter than its length field` });
  const headerLength = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true);
  if (headerLength > BigInt(fileLength - 8))
    throw new MalformedSafetensorsError({ cause: `a header of ${headerLength} bytes does not fit the file` });
  if (headerLength > BigInt(MAX_HEADER_BYTES)) {
    throw new MalformedSafetensorsError({
      cause: `a header of ${headerLength} bytes is longer than ${MAX_HEADER_BYTES}`,
    });
  }
  return Number(headerLength);
}

/**
 * Reads a safetensors header (https://github.com/huggingface/safetensors#format). The bytes are taken to be hostile:
 * no name may occur twice, every tensor must lie inside the data, fill exactly its shape, and share no byte with
 * another; together they must cover the data without gaps, as the format demands.
 *
 * @param json the header's bytes, after its length
 * @param dataLength bytes that follow it
 * @throws MalformedSafetensorsError also for a dtype that is not read here (I64, F8 …)
 */
export function parseSafetensorsHeader(json: Uint8Array, dataLength: number): SafetensorsHeader {
  const { tensors, metadata } = parseAnyHeader(json, dataLength);
  return { tensors: new Map([...tensors].map(([name, range]) => [name, checkReadable(name, range)])), metadata };
}

/** A range whose dtype this package reads. @throws MalformedSafetensorsError */
export function checkReadable(tensor: string, range: TensorRange<string>): TensorRange {
  const { dtype } = range;
  if (getTensorArrayType(dtype) === undefined)
    throw new MalformedSafetensorsError({ cause: `dtype ${dtype} is not supported`, tensor });
  return { ...range, dtype: dtype as TensorDtype };
}

/** As `parseSafetensorsHeader` for files whose tensors need not all be read: any dtype of the format may occur. */
export function parseAnyHeader(json: Uint8Array, dataLength: number): SafetensorsHeader<string> {
  const metadata = new Map<string, string>();
  const ranges: [string, TensorRange<string>][] = [];
  for (const [name, entry] of Object.entries(parseJson(json))) {
    if (name === '__metadata__') {
      for (const [key, value] of Object.entries(asObject(entry, name))) {
        if (typeof value !== 'string')
          throw new MalformedSafetensorsError({ cause: 'metadata that is not text', tensor: name });
        metadata.set(key, value);
      }
    } else {
      ranges.push([name, parseTensor(name, asObject(entry, name), dataLength)]);
    }
  }
  ranges.sort(([, left], [, right]) => left.begin - right.begin || left.end - right.end);
  let covered = 0;
  for (const [tensor, { begin, end }] of ranges) {
    if (begin !== covered) {
      const cause = begin < covered ? 'overlaps another tensor' : 'leaves a gap before it';
      throw new MalformedSafetensorsError({ cause, tensor });
    }
    covered = end;
  }
  if (covered !== dataLength)
    throw new MalformedSafetensorsError({ cause: `${dataLength - covered} bytes belong to no tensor` });
  return { tensors: new Map(ranges), metadata };
}

function parseJson(bytes: Uint8Array): Record<string, unknown> {
  const parsed = parseJsonObject(bytes, { bytes: MAX_HEADER_BYTES, values: MAX_HEADER_VALUES });
  if ('cause' in parsed) throw new MalformedSafetensorsError({ cause: `of the header, ${parsed.cause}` });
  return parsed.value;
}

function asObject(value: unknown, tensor: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedSafetensorsError({ cause: 'an object was expected in the header', tensor });
  return value as Record<string, unknown>;
}

function asCounts(value: unknown, what: string, tensor: string): number[] {
  const valid = Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);
  if (!valid) throw new MalformedSafetensorsError({ cause: `${what} is not a list of counts`, tensor });
  return value as number[];
}

function parseTensor(name: string, entry: Record<string, unknown>, dataLength: number): TensorRange<string> {
  const { dtype } = entry;
  const elementBytes = ELEMENT_BYTES.get(dtype);
  if (elementBytes === undefined)
    throw new MalformedSafetensorsError({ cause: `dtype ${quote(dtype)} is unknown`, tensor: name });
  const shape = asCounts(entry['shape'], 'shape', name);
  const offsets = asCounts(entry['data_offsets'], 'data_offsets', name);
  const [begin = 0, end = 0] = offsets;
  if (offsets.length !== 2 || begin > end || end > dataLength) {
    throw new MalformedSafetensorsError({
      cause: `data_offsets ${quote(offsets)} lie outside ${dataLength} bytes`,
      tensor: name,
    });
  }
  // A product that leaves the safe integers cannot equal a length within the file, however it rounds.
  const elementCount = shape.reduce((product, side) => product * side, 1);
  if (elementCount * elementBytes !== end - begin) {
    throw new MalformedSafetensorsError({
      cause: `shape ${quote(shape)} of ${String(dtype)} does not fill ${end - begin} bytes`,
      tensor: name,
    });
  }
  return { dtype: dtype as string, shape, begin, end };
}
