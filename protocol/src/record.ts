import { FatalError } from './errors.js';
import { quantizeBlock } from './quantizeBlock.js';

/**
 * One quantised feature vector, a row of the index or a query: `exponents[b]` scales block `b`, whose int8 values stand
 * at `values[offsets[b]…offsets[b+1]]`. Its bytes, exponents first, are what is hashed.
 */
export interface FeatureRecord {
  /** int8, one per block. */
  exponents: Int8Array;
  /** int8 within ±127, all blocks in order; length K. */
  values: Int8Array;
}

/** Bytes that are not a feature record of this layout. */
export class MalformedRecordError extends FatalError {
  constructor(facts: { reason: string }) {
    super(
      `These bytes are not a feature record: ${facts.reason}. Compare its layout with the index it belongs to.`,
      facts,
    );
  }
}

/** Where each block begins; the last entry is K. */
export function blockOffsets(dimensions: readonly number[]): number[] {
  const offsets = [0];
  for (const dimension of dimensions) offsets.push(offsets.at(-1)! + dimension);
  return offsets;
}

/** Quantises the blocks of one feature vector. */
export function quantizeRecord(blocks: readonly (Float32Array | Float64Array)[]): FeatureRecord {
  const offsets = blockOffsets(blocks.map((block) => block.length));
  const values = new Int8Array(offsets.at(-1)!);
  const exponents = Int8Array.from(blocks, (block, b) =>
    quantizeBlock(block, values.subarray(offsets[b]!, offsets[b + 1]!)),
  );
  return { exponents, values };
}

/** The record as real numbers, one float64 array per block. Exact: an int8 times a power of two. */
export function dequantizeRecord(record: FeatureRecord, dimensions: readonly number[]): Float64Array[] {
  const offsets = blockOffsets(dimensions);
  return dimensions.map((dimension, b) => {
    const block = new Float64Array(dimension);
    const scale = 2 ** record.exponents[b]!;
    for (let i = 0; i < dimension; i++) block[i] = record.values[offsets[b]! + i]! * scale;
    return block;
  });
}

/** Exponents, then values: the bytes of a record, `blocks + K` of them. */
export function encodeRecord(record: FeatureRecord): Uint8Array {
  const bytes = new Int8Array(record.exponents.length + record.values.length);
  bytes.set(record.exponents);
  bytes.set(record.values, record.exponents.length);
  return new Uint8Array(bytes.buffer);
}

/** Reads a record of the given layout; throws {@link MalformedRecordError} for another length or a value of −128. */
export function decodeRecord(bytes: Uint8Array, dimensions: readonly number[]): FeatureRecord {
  const blocks = dimensions.length;
  const expected = blocks + blockOffsets(dimensions).at(-1)!;
  if (bytes.length !== expected) {
    throw new MalformedRecordError({ reason: `it has ${bytes.length} bytes where ${expected} are due` });
  }
  // A copy of its own: a Node Buffer's `slice` would share a pool with strangers.
  const all = new Int8Array(Uint8Array.from(bytes).buffer);
  const values = all.subarray(blocks);
  if (values.includes(-128)) throw new MalformedRecordError({ reason: 'it holds −128, which no quantised value is' });
  return { exponents: all.slice(0, blocks), values };
}
