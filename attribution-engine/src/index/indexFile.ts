import { decodeSafetensors, encodeSafetensors, type Tensor, type TensorLayout } from '@tributary/lora';
import { FatalError } from '@tributary/protocol';
import { MAX_BLOCK_DIMENSION } from '../score/scoringBackend.js';
import { EXAMPLE_TENSORS, decodeExamples, encodeExamples, hasExamples } from './exampleTensors.js';
import {
  hasFamilies,
  indexWidth,
  type AttributionIndex,
  type FeatureBlock,
  type IndexHeader,
} from './attributionIndex.js';

const FORMAT = 'tributary-index/1';

/** The bytes are not an attribution index. */
export class MalformedIndexError extends FatalError {
  constructor(facts: { reason: string }, options?: ErrorOptions) {
    super(`The bytes are not an attribution index: ${facts.reason}. Rebuild it or fetch it again.`, facts, options);
  }
}

/**
 * The tensors of an index file: `rows` I8 [N,K], `exponent` I8 [N,blocks], `contribution` and `line` U32 [N]; `family` U32
 * [N] where rows have families.
 */
export function indexLayout(index: Pick<IndexHeader, 'blocks' | 'method'>, rowCount: number): [string, TensorLayout][] {
  return [
    ['rows', { dtype: 'I8', shape: [rowCount, indexWidth(index)] }],
    ['exponent', { dtype: 'I8', shape: [rowCount, index.blocks.length] }],
    ['contribution', { dtype: 'U32', shape: [rowCount] }],
    ['line', { dtype: 'U32', shape: [rowCount] }],
    ...(hasFamilies(index) ? [['family', { dtype: 'U32', shape: [rowCount] }] as [string, TensorLayout]] : []),
  ];
}

/** The metadata of an index file. */
export function indexMetadata(index: IndexHeader): Record<string, string> {
  return {
    format: FORMAT,
    method: index.method,
    blocks: JSON.stringify(index.blocks.map(({ name, dimension }) => [name, dimension])),
    base: index.baseDigest,
    adapter: index.adapterDigest,
  };
}

/** The index as one safetensors file. */
export function encodeIndex(index: AttributionIndex): Uint8Array {
  const data = {
    rows: index.values,
    exponent: index.exponents,
    contribution: index.contributions,
    line: index.lines,
    family: index.families ?? new Uint32Array(index.contributions.length),
  };
  const tensors = indexLayout(index, index.contributions.length).map(
    ([name, layout]) => [name, { ...layout, data: data[name as keyof typeof data] }] as const,
  );
  return encodeSafetensors(
    [...tensors, ...(index.examples ? encodeExamples(index.examples) : [])],
    indexMetadata(index),
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
  const { method, blocks, baseDigest, adapterDigest, tellsExamples } = parseIndexHeader(file);
  const values = file.tensors.get('rows')!.data as Int8Array;
  checkValues(values);
  return {
    ...{ method, blocks, baseDigest, adapterDigest },
    values,
    exponents: file.tensors.get('exponent')!.data as Int8Array,
    contributions: file.tensors.get('contribution')!.data as Uint32Array,
    lines: file.tensors.get('line')!.data as Uint32Array,
    ...(hasFamilies({ method }) && { families: file.tensors.get('family')!.data as Uint32Array }),
    ...(tellsExamples && { examples: decodeExamples(...takeExamples(file.tensors)) }),
  };
}

function takeExamples(tensors: ReadonlyMap<string, Tensor>): [Uint32Array, Uint32Array, Uint32Array] {
  const [tokens, promptEnds, rowEnds] = EXAMPLE_TENSORS.map((name) => tensors.get(name)!.data as Uint32Array);
  return [tokens!, promptEnds!, rowEnds!];
}

/** Reads and checks what an index file says of itself: metadata, and tensors of the shapes that follow from it. */
export function parseIndexHeader(file: {
  tensors: ReadonlyMap<string, TensorLayout>;
  metadata: ReadonlyMap<string, string>;
}): IndexHeader & { rowCount: number; tellsExamples: boolean } {
  const { tensors, metadata } = file;
  if (metadata.get('format') !== FORMAT) throw new MalformedIndexError({ reason: `its format is not ${FORMAT}` });
  const method = metadata.get('method') ?? '';
  const blocks = parseBlocks(metadata.get('blocks') ?? '');
  const rowCount = tensors.get('contribution')?.shape[0] ?? 0;
  for (const [name, expected] of indexLayout({ method, blocks }, rowCount)) {
    const found = tensors.get(name);
    if (!found) throw new MalformedIndexError({ reason: `it has no tensor "${name}"` });
    if (found.dtype !== expected.dtype || found.shape.join() !== expected.shape.join()) {
      throw new MalformedIndexError({
        reason: `tensor "${name}" is ${found.dtype} [${found.shape.join(', ')}], not ${expected.dtype} [${expected.shape.join(', ')}]`,
      });
    }
  }
  return {
    method,
    blocks,
    baseDigest: metadata.get('base') ?? '',
    adapterDigest: metadata.get('adapter') ?? '',
    rowCount,
    tellsExamples: hasExamples(tensors, rowCount),
  };
}

/** @throws MalformedIndexError */
export function checkValues(values: Int8Array): void {
  if (values.includes(-128)) throw new MalformedIndexError({ reason: 'rows holds −128, which no quantised value is' });
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
