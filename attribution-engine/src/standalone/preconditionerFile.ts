import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '@tributary/lora';
import { parseMethod } from '../features/gradientRule.js';
import type { PreconditionerFactors } from '../features/preconditioner.js';
import type { FeatureBlock, IndexHeader } from '../index/attributionIndex.js';
import { MalformedIndexFolderError, malformedFile } from './IndexFolder.js';
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

/** @throws MalformedIndexFolderError when they are not those of an index of this shape */
export async function readPreconditioner(folder: string, index: IndexHeader): Promise<PreconditionerFactors> {
  const kind = parseMethod(index.method).precondition;
  if (kind === 'none') return { kind, blocks: [] };
  const fail = (reason: string): never => {
    throw new MalformedIndexFolderError({ folder, reason: `${PRECONDITIONER_FILE}: ${reason}` });
  };
  const { tensors, metadata } = await readTensors(folder);
  if (metadata.get('format') !== FORMAT) fail(`its format is not ${FORMAT}`);
  const blocks = index.blocks.map(({ name, dimension: k }) => {
    const tensor = tensors.get(name);
    tensors.delete(name);
    if (!tensor) return undefined;
    if (tensor.dtype !== 'F64' || tensor.shape.join() !== [k, k].join()) fail(`it holds another shape for ${name}`);
    const factor = tensor.data as Float64Array;
    if (!factor.every(Number.isFinite)) fail(`${name} holds what is no number`);
    // A Cholesky factor divides by its diagonal.
    for (let i = 0; kind === 'inverse' && i < k; i++) if (!(factor[i * k + i]! > 0)) fail(`${name} is no factor`);
    return factor;
  });
  if (tensors.size > 0) fail('it holds blocks of another index');
  return { kind, blocks };
}

async function readTensors(folder: string): Promise<ReturnType<typeof decodeSafetensors>> {
  try {
    return decodeSafetensors(await readFile(join(folder, PRECONDITIONER_FILE)));
  } catch (error) {
    throw malformedFile(folder, PRECONDITIONER_FILE, error);
  }
}
