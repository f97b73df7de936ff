import { MalformedModelError, MalformedSafetensorsError } from '../errors.js';
import type { BaseModel } from '../model/loadBaseModel.js';
import type { ModelFiles } from '../model/ModelFiles.js';
import { quote } from '../quote.js';
import { convertToFloat32 } from '../safetensors/convertToFloat32.js';
import { createMemorySource, type ByteSource } from '../safetensors/ByteSource.js';
import { readTensor } from '../safetensors/readTensor.js';
import { hasOnlyFinite } from '../safetensors/hasOnlyFinite.js';
import type { TensorRange } from '../safetensors/parseSafetensorsHeader.js';
import { readSafetensorsHeader } from '../safetensors/readSafetensorsHeader.js';
import { listTargetModules } from './listTargetModules.js';
import type { LoraAdapter } from './LoraAdapter.js';
import { parseLoraConfig } from './parseLoraConfig.js';

const FILE = 'adapter_model.safetensors';

/** The name PEFT stores a module's matrix under. */
export function getPeftTensorName(moduleName: string, matrix: 'A' | 'B'): string {
  return `base_model.model.${moduleName}.lora_${matrix}.weight`;
}

/** As PEFT's various versions and callers write them: with or without its prefix, with or without the adapter's name. */
const STORED_NAME = /^(?:base_model\.model\.)?(.+)\.lora_([AB])(?:\.default)?\.weight$/;

/**
 * Loads a LoRA adapter from its PEFT files, `adapter_config.json` and `adapter_model.safetensors`. Every selected
 * module must be there in its shape, and nothing else: a tensor that would be ignored is an error.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export function loadLoraAdapter(files: ModelFiles, base: Pick<BaseModel, 'config'>): LoraAdapter {
  const config = parseLoraConfig(files);
  const shapes = listTargetModules(base.config, config);
  const bytes = files.get(FILE);
  if (bytes === undefined) throw new MalformedModelError({ file: FILE, cause: describeAbsence(files) });
  const source = createMemorySource(bytes);
  const entries = readEntries(source);
  const modules = shapes.map((module) => ({
    ...module,
    A: takeMatrix(source, entries, getPeftTensorName(module.name, 'A'), [module.r, module.in]),
    B: takeMatrix(source, entries, getPeftTensorName(module.name, 'B'), [module.out, module.r]),
  }));
  for (const { storedName } of entries.values())
    throw new MalformedModelError({ file: FILE, cause: `tensor ${quote(storedName)} belongs to no target module` });
  return { config, modules };
}

function describeAbsence(files: ModelFiles): string {
  return files.has('adapter_model.bin')
    ? 'the file is missing, and adapter_model.bin is a pickle, which can run code and is not read; save the adapter with safe_serialization=True'
    : 'the file is missing';
}

type StoredEntries = Map<string, { readonly storedName: string; readonly entry: TensorRange<string> }>;

/** The tensors by the names PEFT writes today. */
function readEntries(source: ByteSource): StoredEntries {
  const entries: StoredEntries = new Map();
  for (const [storedName, entry] of readHeader(source)) {
    const [, module, matrix] = STORED_NAME.exec(storedName) ?? [];
    const name = module === undefined ? storedName : getPeftTensorName(module, matrix as 'A' | 'B');
    const other = entries.get(name);
    if (other !== undefined) {
      const cause = `tensors ${quote(other.storedName)} and ${quote(storedName)} are the same matrix`;
      throw new MalformedModelError({ file: FILE, cause });
    }
    entries.set(name, { storedName, entry });
  }
  return entries;
}

function readHeader(source: ByteSource): ReadonlyMap<string, TensorRange<string>> {
  try {
    return readSafetensorsHeader(source);
  } catch (error) {
    if (!(error instanceof MalformedSafetensorsError)) throw error;
    throw new MalformedModelError({ file: FILE, cause: error.message }, { cause: error });
  }
}

function takeMatrix(
  source: ByteSource,
  entries: StoredEntries,
  name: string,
  shape: readonly [number, number],
): Float32Array {
  const refuse = (cause: string): never => {
    throw new MalformedModelError({ file: FILE, cause: `tensor ${name} ${cause}` });
  };
  const { entry } = entries.get(name) ?? refuse('is missing');
  if (entry.shape.join() !== shape.join())
    refuse(`has shape ${quote(entry.shape)}, not ${quote(shape)} as its rank and the base model need`);
  const isFinite = hasOnlyFinite(source, entry);
  if (isFinite === undefined) refuse(`is ${entry.dtype}, not floating: F32, F16 or BF16`);
  if (isFinite === false) refuse('holds a number that is not finite');
  entries.delete(name);
  return convertToFloat32(readTensor(source, name, entry))!;
}
