import { MalformedModelError, MalformedSafetensorsError } from '../errors.js';
import type { BaseModel } from '../model/loadBaseModel.js';
import type { ModelFiles } from '../model/ModelFiles.js';
import { convertToFloat32 } from '../safetensors/convertToFloat32.js';
import { decodeSafetensors } from '../safetensors/decodeSafetensors.js';
import type { Tensor } from '../safetensors/Tensor.js';
import { listTargetModules } from './listTargetModules.js';
import type { LoraAdapter } from './LoraAdapter.js';
import { parseLoraConfig } from './parseLoraConfig.js';

const FILE = 'adapter_model.safetensors';

/** The name PEFT stores a module's matrix under. */
export function getPeftTensorName(moduleName: string, matrix: 'A' | 'B'): string {
  return `base_model.model.${moduleName}.lora_${matrix}.weight`;
}

/**
 * Loads a LoRA adapter from its PEFT files, `adapter_config.json` and `adapter_model.safetensors`. Every selected
 * module must be there in its shape, and nothing else: a tensor that would be ignored is an error.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export function loadLoraAdapter(files: ModelFiles, base: Pick<BaseModel, 'config'>): LoraAdapter {
  const config = parseLoraConfig(files);
  const tensors = decodeAdapterFile(files);
  const modules = listTargetModules(base.config, config).map((module) => ({
    ...module,
    A: takeMatrix(tensors, getPeftTensorName(module.name, 'A'), [module.r, module.in]),
    B: takeMatrix(tensors, getPeftTensorName(module.name, 'B'), [module.out, module.r]),
  }));
  for (const name of tensors.keys())
    throw new MalformedModelError({ file: FILE, cause: `tensor ${name} belongs to no target module` });
  return { config, modules };
}

function decodeAdapterFile(files: ModelFiles): Map<string, Tensor> {
  const bytes = files.get(FILE);
  if (bytes === undefined) throw new MalformedModelError({ file: FILE, cause: 'the file is missing' });
  try {
    return decodeSafetensors(bytes).tensors;
  } catch (error) {
    if (!(error instanceof MalformedSafetensorsError)) throw error;
    throw new MalformedModelError({ file: FILE, cause: error.message }, { cause: error });
  }
}

function takeMatrix(tensors: Map<string, Tensor>, name: string, shape: readonly [number, number]): Float32Array {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new MalformedModelError({ file: FILE, cause: `tensor ${name} is missing` });
  if (tensor.shape.join() !== shape.join()) {
    throw new MalformedModelError({
      file: FILE,
      cause: `tensor ${name} has shape [${tensor.shape.join()}], not [${shape.join()}]`,
    });
  }
  const values = convertToFloat32(tensor);
  if (values === undefined)
    throw new MalformedModelError({ file: FILE, cause: `tensor ${name} is ${tensor.dtype}, not floating` });
  if (!values.every(Number.isFinite))
    throw new MalformedModelError({ file: FILE, cause: `tensor ${name} holds a number that is not finite` });
  tensors.delete(name);
  return values;
}
