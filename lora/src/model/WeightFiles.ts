import { MalformedModelError, MalformedSafetensorsError } from '../errors.js';
import { quote } from '../quote.js';
import type { ByteSource } from '../safetensors/ByteSource.js';
import { readTensor } from '../safetensors/readTensor.js';
import { hasOnlyFinite } from '../safetensors/hasOnlyFinite.js';
import type { TensorRange } from '../safetensors/parseSafetensorsHeader.js';
import { readSafetensorsHeader } from '../safetensors/readSafetensorsHeader.js';
import { convertToFloat32 } from '../safetensors/convertToFloat32.js';
import type { LlamaConfig } from './LlamaConfig.js';
import { listModelTensors } from './listModelTensors.js';
import type { ModelFiles } from './ModelFiles.js';
import type { ModelWeights } from './ModelWeights.js';
import { parseJsonFile } from './parseJsonFile.js';

export const INDEX_FILE = 'model.safetensors.index.json';
const SINGLE_FILE = 'model.safetensors';
const MAX_SHARDS = 1000;
/** A plain file name: nothing that could leave the folder, hide in it, or surprise a terminal. */
const SHARD_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,200}\.safetensors$/;

interface StoredTensor {
  readonly file: string;
  readonly source: ByteSource;
  readonly entry: TensorRange<string>;
}

/** The file every tensor is in, as the index says; undefined without an index, when there is one file. */
function readWeightMap(files: ModelFiles): Map<string, string> | undefined {
  if (!files.has(INDEX_FILE)) return undefined;
  const refuse = (cause: string): never => {
    throw new MalformedModelError({ file: INDEX_FILE, cause });
  };
  const map = parseJsonFile(files, INDEX_FILE)['weight_map'];
  const pairs = typeof map === 'object' && map !== null && !Array.isArray(map) ? Object.entries(map) : [];
  if (pairs.length === 0) refuse('weight_map names no files');
  for (const [tensor, file] of pairs) {
    if (typeof file !== 'string' || !SHARD_NAME.test(file)) {
      refuse(`weight_map puts tensor ${quote(tensor)} in ${quote(file)}, not a plain name of a safetensors file`);
    }
  }
  return new Map(pairs as [string, string][]);
}

/** The safetensors files of a model, in the order of their names. @throws MalformedModelError */
export function listWeightFiles(files: ModelFiles): string[] {
  const map = readWeightMap(files);
  if (map === undefined) return [SINGLE_FILE];
  const names = [...new Set(map.values())].sort();
  if (names.length > MAX_SHARDS)
    throw new MalformedModelError({ file: INDEX_FILE, cause: `weight_map names ${names.length} files` });
  return names;
}

/**
 * Finds and checks the weights of a model, without keeping any in memory: every tensor in the file that the index says
 * and in no other, in the shape that the configuration implies, floating, and all finite. Tensors the model has no use
 * for are left alone.
 *
 * @throws MalformedModelError
 */
export function openModelWeights(
  config: LlamaConfig,
  files: ModelFiles,
  open: (file: string) => ByteSource | undefined,
): ModelWeights {
  const stored = findTensors(files, open);
  const names = new Set<string>();
  for (const { name, shape } of listModelTensors(config)) {
    const found = stored.get(name);
    if (found === undefined) {
      const [file = SINGLE_FILE] = listWeightFiles(files);
      throw new MalformedModelError({ file, cause: `tensor ${name} is missing` });
    }
    checkTensor(name, found, shape);
    names.add(name);
  }
  const get = (name: string): Float32Array | Uint16Array | undefined => {
    const found = names.has(name) ? stored.get(name) : undefined;
    if (found === undefined) return undefined;
    const tensor = readTensor(found.source, name, found.entry);
    return tensor.dtype === 'BF16' ? (tensor.data as Uint16Array) : convertToFloat32(tensor);
  };
  return {
    get,
    keys: () => names.keys(),
    *[Symbol.iterator]() {
      for (const name of names) yield [name, get(name)!];
    },
  };
}

function findTensors(files: ModelFiles, open: (file: string) => ByteSource | undefined): Map<string, StoredTensor> {
  const map = readWeightMap(files);
  const stored = new Map<string, StoredTensor>();
  for (const file of listWeightFiles(files)) {
    const source = open(file);
    if (source === undefined) throw new MalformedModelError({ file, cause: describeAbsence(files) });
    for (const [name, entry] of readHeader(source, file)) {
      if (map !== undefined && map.get(name) !== file) {
        const place = quote(map.get(name) ?? 'no file');
        throw new MalformedModelError({
          file,
          cause: `holds tensor ${quote(name)}, which ${INDEX_FILE} puts in ${place}`,
        });
      }
      stored.set(name, { file, source, entry });
    }
  }
  for (const [name, file] of map ?? []) {
    if (!stored.has(name))
      throw new MalformedModelError({ file, cause: `lacks tensor ${quote(name)}, which ${INDEX_FILE} puts there` });
  }
  return stored;
}

function describeAbsence(files: ModelFiles): string {
  return [...files.keys()].some((name) => /^pytorch_model.*\.bin/.test(name))
    ? 'the file is missing, and a .bin file is a pickle, which can run code and is not read; save the model with safe_serialization=True'
    : 'the file is missing';
}

function readHeader(source: ByteSource, file: string): ReadonlyMap<string, TensorRange<string>> {
  try {
    return readSafetensorsHeader(source);
  } catch (error) {
    if (!(error instanceof MalformedSafetensorsError)) throw error;
    throw new MalformedModelError({ file, cause: error.message }, { cause: error });
  }
}

function checkTensor(name: string, { file, source, entry }: StoredTensor, shape: readonly number[]): void {
  if (entry.shape.join() !== shape.join()) {
    throw new MalformedModelError({
      file,
      cause: `tensor ${name} has shape ${quote(entry.shape)}, not ${quote(shape)} as config.json implies`,
    });
  }
  const isFinite = hasOnlyFinite(source, entry);
  if (isFinite === undefined)
    throw new MalformedModelError({ file, cause: `tensor ${name} is ${entry.dtype}, not F32, F16 or BF16` });
  if (!isFinite) throw new MalformedModelError({ file, cause: `tensor ${name} holds a number that is not finite` });
}
