import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '@tributary/lora';
import { parseMethod } from '../features/gradientRule.js';
import type { PreconditionerFactors } from '../features/preconditioner.js';
import type { FeatureBlock, IndexHeader } from '../index/attributionIndex.js';
import { MalformedIndexError } from '../index/indexFile.js';
import { writeWhole } from './writeWhole.js';

const PRECONDITIONER_FILE = 'preconditioner.safetensors';
const FORMAT = 'tributary-preconditioner/1';

/** Keeps the factors of an index beside it: they follow from its rows, but take long where there are many. */
export async function writePreconditioner(
  folder: string,
  blocks: readonly FeatureBlock[],
  factors: PreconditionerFactors,
): Promise<void> {
  const tensors = blocks.flatMap(({ name, dimension }, b): [string, Tensor][] => {
    const data = factors.blocks[b];
    return data ? [[name, { dtype: 'F64', shape: [dimension, dimension], data }]] : [];
  });
  await writeWhole(folder, PRECONDITIONER_FILE, encodeSafetensors(tensors, { format: FORMAT }));
}

/** @throws MalformedIndexError when they are not those of an index of this shape */
export async function readPreconditioner(folder: string, index: IndexHeader): Promise<PreconditionerFactors> {
  const path = join(folder, PRECONDITIONER_FILE);
  const kind = parseMethod(index.method).precondition;
  const { tensors, metadata } = decodeSafetensors(await readFile(path));
  if (metadata.get('format') !== FORMAT) throw new MalformedIndexError({ reason: `${path} is no ${FORMAT}` });
  const blocks = index.blocks.map(({ name, dimension }) => {
    const tensor = tensors.get(name);
    if (tensor && (tensor.dtype !== 'F64' || tensor.shape.join() !== [dimension, dimension].join())) {
      throw new MalformedIndexError({ reason: `${path} holds another shape for ${name}` });
    }
    return tensor?.data as Float64Array | undefined;
  });
  return { kind, blocks: kind === 'none' ? [] : blocks };
}
