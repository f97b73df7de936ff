import {
  MalformedSafetensorsError,
  parseHeaderLength,
  parseSafetensorsHeader,
  type SafetensorsHeader,
  type TensorRange,
} from '@tributary/lora';
import type { ByteSource } from './byteSource.js';
import { createArrayColumn, type Column } from './column.js';
import { createPagedColumn, elementSize, readElements } from './pagedColumn.js';
import { MalformedSpanIndexError, SAMPLE_EVERY, SAMPLE_SYMBOLS, SPAN_METHOD, type SpanIndex } from './spanIndex.js';
import { SPAN_INDEX_FORMAT, TENSOR_NAMES } from './encodeSpanTables.js';

/** What the pages of a column on disk may take, unless memory is shorter. */
const PAGES_BYTES = 8 << 20;
/** The smallest part a column on disk gets, and so 7 × this is the smallest memory that is kept. */
const MIN_PAGES_BYTES = 64 << 10;

/**
 * Opens an index file. Its columns come into memory while they fit, the most often asked first; the rest stays on
 * disk behind a few pages.
 *
 * Shapes and types are checked here, positions when they are used: whatever the file holds, asking ends, with an answer
 * or this error. That the answer is right needs `checkSpanIndex` and the root of the rows.
 *
 * @param memoryBytes what the columns may take together, at least 512 KiB; default 4 GiB
 * @throws MalformedSpanIndexError
 */
export function openSpanIndex(source: ByteSource, memoryBytes = 2 ** 32): SpanIndex {
  const { tensors, metadata, dataStart } = readHeader(source);
  if (metadata.get('format') !== SPAN_INDEX_FORMAT || metadata.get('method') !== SPAN_METHOD) {
    throw new MalformedSpanIndexError({ reason: `its format is not ${SPAN_INDEX_FORMAT} of ${SPAN_METHOD}` });
  }
  const columns = new Map(
    Object.values(TENSOR_NAMES).map((name) => [name as string, placeOf(tensors, name, dataStart)]),
  );
  if (tensors.size !== columns.size) throw new MalformedSpanIndexError({ reason: 'it holds tensors of another kind' });
  checkShapes((key) => columns.get(TENSOR_NAMES[key])!);

  let leftBytes = memoryBytes - columns.size * MIN_PAGES_BYTES;
  const load = (key: keyof typeof TENSOR_NAMES): Column => {
    const place = columns.get(TENSOR_NAMES[key])!;
    const neededBytes = place.length * elementSize(place.elementBytes);
    if (neededBytes <= leftBytes) {
      leftBytes -= neededBytes;
      return createArrayColumn(readElements(source, place.offset, place.length, place.elementBytes));
    }
    const pagesBytes = Math.max(0, Math.min(PAGES_BYTES, leftBytes));
    leftBytes -= pagesBytes;
    return createPagedColumn(source, place, pagesBytes + MIN_PAGES_BYTES);
  };
  const tokenStarts = load('tokenStarts');
  const samples = load('samples');
  const rowStarts = load('rowStarts');
  const symbols = load('symbols');
  const suffixes = load('suffixes');
  const index: SpanIndex = {
    vocabularySize: tokenStarts.length - 1,
    tokenizerDigest: metadata.get('tokenizer') ?? '',
    tokenStarts,
    samples,
    rowStarts,
    symbols,
    suffixes,
    contributions: load('contributions'),
    lines: load('lines'),
  };
  // A match ends at the latest where the text does: no token is 0.
  if (symbols.length > 0 && symbols.get(symbols.length - 1) !== 0) {
    throw new MalformedSpanIndexError({ reason: 'its last row is not closed' });
  }
  return index;
}

/** Only the header: the file may be larger than memory. */
function readHeader(source: ByteSource): SafetensorsHeader & { dataStart: number } {
  try {
    const first = new Uint8Array(Math.min(8, source.byteLength));
    source.read(0, first);
    const json = new Uint8Array(parseHeaderLength(first, source.byteLength));
    source.read(8, json);
    const dataStart = 8 + json.length;
    return { ...parseSafetensorsHeader(json, source.byteLength - dataStart), dataStart };
  } catch (error) {
    if (!(error instanceof MalformedSafetensorsError)) throw error;
    const { cause, tensor } = error.facts;
    const where = tensor === undefined ? '' : `tensor ${JSON.stringify(tensor)}: `;
    throw new MalformedSpanIndexError({ reason: `${where}${String(cause)}` }, { cause: error });
  }
}

interface ColumnPlace {
  /** From the beginning of the file. */
  offset: number;
  /** Elements. */
  length: number;
  elementBytes: number;
}

function placeOf(tensors: ReadonlyMap<string, TensorRange>, name: string, dataStart: number): ColumnPlace {
  const tensor = tensors.get(name);
  if (!tensor) throw new MalformedSpanIndexError({ reason: `it has no tensor "${name}"` });
  const { dtype, begin, end } = tensor;
  const sides = [...tensor.shape];
  const wrong = new MalformedSpanIndexError({ reason: `tensor "${name}" is ${dtype} [${tensor.shape.join(', ')}]` });
  const isText = name === TENSOR_NAMES.symbols || name === TENSOR_NAMES.samples;
  if (!(isText ? dtype === 'U8' || dtype === 'U16' : dtype === 'U32')) throw wrong;
  if (dtype === 'U8' && sides.pop() !== 3) throw wrong;
  if (name === TENSOR_NAMES.samples && sides.pop() !== SAMPLE_SYMBOLS) throw wrong;
  if (sides.length !== 1) throw wrong;
  const elementBytes = { U8: 3, U16: 2 }[dtype as string] ?? 4;
  return { offset: dataStart + begin, length: (end - begin) / elementBytes, elementBytes };
}

/** How many there must be of one, given the others. */
function checkShapes(place: (key: keyof typeof TENSOR_NAMES) => ColumnPlace): void {
  const rowCount = place('rowStarts').length;
  const suffixCount = place('suffixes').length;
  const textBytes = place('symbols').elementBytes;
  const consistent =
    place('tokenStarts').length >= 1 &&
    place('contributions').length === rowCount &&
    place('lines').length === rowCount &&
    place('symbols').length === suffixCount + rowCount &&
    place('samples').length === Math.ceil(suffixCount / SAMPLE_EVERY) * SAMPLE_SYMBOLS &&
    place('samples').elementBytes === textBytes &&
    (textBytes === 2) === place('tokenStarts').length - 1 < 2 ** 16;
  if (!consistent) throw new MalformedSpanIndexError({ reason: 'its tensors contradict each other in size' });
}
