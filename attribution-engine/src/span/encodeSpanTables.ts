import { encodeSafetensorsHeader, type TensorLayout } from '@tributary/lora';
import { SAMPLE_SYMBOLS, SPAN_METHOD, type SpanTables } from './spanIndex.js';

export const SPAN_INDEX_FORMAT = 'tributary-span-index/1';

/** The largest piece written, and converted, at once. */
const PIECE_ELEMENTS = 1 << 22;

/** The bytes of an index file at once, for an index that fits one buffer. */
export function encodeSpanTables(tables: SpanTables): Uint8Array {
  const pieces = [...encodePieces(tables)];
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The bytes of an index file, a piece at a time. */
export function* encodePieces(tables: SpanTables): Generator<Uint8Array> {
  const isWide = tables.symbols instanceof Uint32Array;
  const columns = new Map(
    (Object.keys(TENSOR_NAMES) as (keyof typeof TENSOR_NAMES)[]).map((key) => {
      const array: Uint16Array | Uint32Array = tables[key];
      const isText = key === 'symbols' || key === 'samples';
      const sides = key === 'samples' ? [array.length / SAMPLE_SYMBOLS, SAMPLE_SYMBOLS] : [array.length];
      const layout: TensorLayout = isText
        ? { dtype: isWide ? 'U8' : 'U16', shape: isWide ? [...sides, 3] : sides }
        : { dtype: 'U32', shape: sides };
      return [TENSOR_NAMES[key] as string, { array, layout, elementBytes: isText ? (isWide ? 3 : 2) : 4 }];
    }),
  );
  const { bytes, header } = encodeSafetensorsHeader(
    [...columns].map(([name, { layout }]) => [name, layout]),
    { format: SPAN_INDEX_FORMAT, method: SPAN_METHOD, tokenizer: tables.tokenizerDigest },
  );
  yield bytes;
  for (const name of header.tensors.keys()) {
    const { array, elementBytes } = columns.get(name)!;
    for (let begin = 0; begin < array.length; begin += PIECE_ELEMENTS) {
      yield toBytes(array.subarray(begin, begin + PIECE_ELEMENTS), elementBytes);
    }
  }
}

/** Names of the tensors in the file. */
export const TENSOR_NAMES = {
  tokenStarts: 'token_start',
  rowStarts: 'row_start',
  contributions: 'contribution',
  lines: 'line',
  suffixes: 'suffix',
  samples: 'sample',
  symbols: 'text',
} as const;

/** Little-endian, as every machine this runs on is. */
function toBytes(array: Uint16Array | Uint32Array, elementBytes: number): Uint8Array {
  if (elementBytes === array.BYTES_PER_ELEMENT) {
    return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  }
  const bytes = new Uint8Array(array.length * 3);
  for (let i = 0, at = 0; i < array.length; i++) {
    const symbol = array[i]!;
    bytes[at++] = symbol;
    bytes[at++] = symbol >>> 8;
    bytes[at++] = symbol >>> 16;
  }
  return bytes;
}
