import type { ModelFiles } from '../model/ModelFiles.js';
import { encodeSafetensors } from '../safetensors/encodeSafetensors.js';
import type { Tensor } from '../safetensors/Tensor.js';
import type { LoraAdapter } from './LoraAdapter.js';
import { getPeftTensorName } from './loadLoraAdapter.js';

/** Writes an adapter as PEFT does: `adapter_config.json` and a float32 `adapter_model.safetensors`. Same adapter, same bytes. */
export function encodeLoraAdapter(adapter: LoraAdapter): ModelFiles {
  const { config, modules } = adapter;
  const json = {
    alpha_pattern: config.alphaPattern,
    base_model_name_or_path: config.baseModelName ?? null,
    bias: 'none',
    ...(config.excludeModules !== undefined && { exclude_modules: config.excludeModules }),
    fan_in_fan_out: false,
    inference_mode: true,
    ...(config.layersPattern !== undefined && { layers_pattern: config.layersPattern }),
    ...(config.layers !== undefined && { layers_to_transform: config.layers }),
    lora_alpha: config.alpha,
    lora_dropout: 0,
    modules_to_save: null,
    peft_type: 'LORA',
    r: config.r,
    rank_pattern: config.rankPattern,
    target_modules: config.targetModules,
    task_type: 'CAUSAL_LM',
    use_dora: false,
    use_rslora: config.useRslora,
  };
  const tensors = modules.flatMap((module): [string, Tensor][] => [
    [getPeftTensorName(module.name, 'A'), { dtype: 'F32', shape: [module.r, module.in], data: module.A }],
    [getPeftTensorName(module.name, 'B'), { dtype: 'F32', shape: [module.out, module.r], data: module.B }],
  ]);
  return new Map([
    ['adapter_config.json', new TextEncoder().encode(`${JSON.stringify(json, undefined, 2)}\n`)],
    ['adapter_model.safetensors', encodeSafetensors(tensors, { format: 'pt' })],
  ]);
}
