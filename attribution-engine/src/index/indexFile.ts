import { decodeSafetensors, encodeSafetensors, type Tensor } from '@tributary/lora';
import { FatalError, encodeRecord, indexRoot, type Digest } from '@tributary/protocol';
import { MAX_BLOCK_DIMENSION } from '../score/scoringBackend.js';
import { indexWidth, type AttributionIndex, type FeatureBlock } from './attributionIndex.js';

const FORMAT = 'tributary-index/1';

/** The bytes are not an attribution index. */
export class MalformedIndexError extends FatalError {
  constructor(facts: { reason: string }, options?: ErrorOptions) {
    super(`The bytes are not an attribution index: ${facts.reason}. Rebuild it or fetch it again.`, facts, options);
  }
}

/** The index as one safetensors file: `rows` I8 [N,K], `exponent` I8 [N,blocks], `contribution` and `line` U32 [N]. */
export function encodeIndex(index: AttributionIndex): Uint8Array {
  const count = index.contributions.length;
  return encodeSafetensors(
    [
      ['rows', { dtype: 'I8', shape: [count, indexWidth(index)], data: index.values }],
      ['exponent', { dtype: 'I8', shape: [count, index.blocks.length], data: index.exponents }],
      ['contribution', { dtype: 'U32', shape: [count], data: index.contributions }],
      ['line', { dtype: 'U32', shape: [count], data: index.lines }],
    ],
    {
      format: FORMAT,
      method: index.method,
      blocks: JSON.stringify(index.blocks.map(({ name, dimension }) => [name, dimension])),
      base: index.baseDigest,
      adapter: index.adapterDigest,
    },
  );
}

/** Reads and checks an index file; throws {@link MalformedIndexError} for anything else. */
export function decodeIndex(bytes: Uint8Array): AttributionIndex {
  let file: ReturnType<typeof decodeSafetensors>;
  try {
    file = decodeSafetensors(bytes);
  } catch (cause) {
    throw new MalformedIndexError({ reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
  const { tensors, metadata } = file;
  if (metadata.get('format') !== FORMAT) throw new MalformedIndexError({ reason: `its format is not ${FORMAT}` });
  const blocks = parseBlocks(metadata.get('blocks') ?? '');
  const width = indexWidth({ blocks });
  const contributions = tensorOf(tensors, 'contribution', 'U32', 1);
  const count = contributions.shape[0]!;
  const rows = tensorOf(tensors, 'rows', 'I8', 2);
  const exponents = tensorOf(tensors, 'exponent', 'I8', 2);
  if (rows.shape[0] !== count || rows.shape[1] !== width) {
    throw new MalformedIndexError({ reason: `rows is [${rows.shape.join(', ')}], not [${count}, ${width}]` });
  }
  if (exponents.shape[0] !== count || exponents.shape[1] !== blocks.length) {
    throw new MalformedIndexError({
      reason: `exponent is [${exponents.shape.join(', ')}], not [${count}, ${blocks.length}]`,
    });
  }
  const lines = tensorOf(tensors, 'line', 'U32', 1);
  if (lines.shape[0] !== count)
    throw new MalformedIndexError({ reason: `line is [${lines.shape[0]}], not [${count}]` });
  const values = rows.data as Int8Array;
  if (values.includes(-128)) throw new MalformedIndexError({ reason: 'rows holds −128, which no quantised value is' });
  return {
    method: metadata.get('method') ?? '',
    blocks,
    values,
    exponents: exponents.data as Int8Array,
    contributions: contributions.data as Uint32Array,
    lines: lines.data as Uint32Array,
    baseDigest: metadata.get('base') ?? '',
    adapterDigest: metadata.get('adapter') ?? '',
  };
}

/** The Merkle root that the model's owner commits on chain. */
export function rootOfIndex(index: AttributionIndex): Digest {
  return indexRoot(recordsOf(index));
}

function* recordsOf(index: AttributionIndex): Generator<{ contribution: number; record: Uint8Array }> {
  const width = indexWidth(index);
  const blocks = index.blocks.length;
  for (let row = 0; row < index.contributions.length; row++) {
    const exponents = index.exponents.subarray(row * blocks, (row + 1) * blocks);
    const values = index.values.subarray(row * width, (row + 1) * width);
    yield { contribution: index.contributions[row]!, record: encodeRecord({ exponents, values }) };
  }
}

function parseBlocks(text: string): FeatureBlock[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new MalformedIndexError({ reason: 'its list of blocks is not JSON' });
  }
  if (!Array.isArray(parsed) || parsed.length === 0) throw new MalformedIndexError({ reason: 'it lists no blocks' });
  return parsed.map((entry: unknown) => {
    const [name, dimension] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof name !== 'string' || !Number.isInteger(dimension)) {
      throw new MalformedIndexError({ reason: 'a block is not a name and a whole number' });
    }
    if ((dimension as number) < 1 || (dimension as number) > MAX_BLOCK_DIMENSION) {
      throw new MalformedIndexError({ reason: `block ${name} has ${dimension} dimensions` });
    }
    return { name, dimension: dimension as number };
  });
}

function tensorOf(tensors: Map<string, Tensor>, name: string, dtype: Tensor['dtype'], rank: number): Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new MalformedIndexError({ reason: `it has no tensor "${name}"` });
  if (tensor.dtype !== dtype || tensor.shape.length !== rank) {
    throw new MalformedIndexError({
      reason: `tensor "${name}" is ${tensor.dtype} of rank ${tensor.shape.length}, not ${dtype} of rank ${rank}`,
    });
  }
  return tensor;
}
