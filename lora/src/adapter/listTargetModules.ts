import { UnsupportedModelError } from '../errors.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';
import { listLayerModules } from '../model/listModelTensors.js';
import type { LoraConfig, LoraModule } from './LoraAdapter.js';

/** An adapted module before its matrices are known. */
export type LoraModuleShape = Omit<LoraModule, 'A' | 'B'>;

/**
 * The modules an adapter configuration selects in a base model, in the adapter's order, with their ranks and scales.
 *
 * @throws UnsupportedModelError for a target that is no linear layer of a Llama decoder
 */
export function listTargetModules(model: LlamaConfig, lora: LoraConfig): LoraModuleShape[] {
  const modules: LoraModuleShape[] = [];
  const unmatched = new Set(lora.targetModules);
  for (let layer = 0; layer < model.layerCount; layer++) {
    for (const { name: shortName, out, in: inSize } of listLayerModules(model)) {
      const name = `model.layers.${layer}.${shortName}`;
      const matching = lora.targetModules.filter((target) => endsWithName(name, target));
      if (matching.length === 0) continue;
      for (const target of matching) unmatched.delete(target);
      const r = findPattern(lora.rankPattern, name) ?? lora.r;
      const alpha = findPattern(lora.alphaPattern, name) ?? lora.alpha;
      modules.push({ name, layer, r, in: inSize, out, scale: alpha / (lora.useRslora ? Math.sqrt(r) : r) });
    }
  }
  for (const target of unmatched) {
    throw new UnsupportedModelError({
      file: 'adapter_config.json',
      setting: 'target_modules',
      value: target,
      supported: 'q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj',
    });
  }
  return modules;
}

function endsWithName(name: string, end: string): boolean {
  return name === end || name.endsWith(`.${end}`);
}

/** PEFT treats a key as a regular expression after `(.*\.)?`; names are matched literally here, `^` for the full name. */
function findPattern(patterns: Readonly<Record<string, number>>, name: string): number | undefined {
  for (const [key, value] of Object.entries(patterns)) {
    if (key.startsWith('^') ? name === key.slice(1).replace(/\$$/, '') : endsWithName(name, key)) return value;
  }
  return undefined;
}
