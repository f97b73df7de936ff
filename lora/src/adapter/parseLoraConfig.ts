import { MalformedModelError, UnsupportedModelError } from '../errors.js';
import type { ModelFiles } from '../model/ModelFiles.js';
import { parseJsonFile } from '../model/parseJsonFile.js';
import type { LoraConfig } from './LoraAdapter.js';

const FILE = 'adapter_config.json';

/** Settings of PEFT that change the numbers and are not computed here; each must be absent or empty. */
const UNSUPPORTED_SETTINGS = [
  'use_dora',
  'fan_in_fan_out',
  'modules_to_save',
  'layers_to_transform',
  'layers_pattern',
  'layer_replication',
  'lora_bias',
  'exclude_modules',
  'target_parameters',
  'trainable_token_indices',
  'alora_invocation_tokens',
] as const;

/**
 * Reads PEFT's `adapter_config.json`. Dropout and weight initialisation concern training only and are ignored;
 * whatever would change the result is refused.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export function parseLoraConfig(files: ModelFiles): LoraConfig {
  const json = parseJsonFile(files, FILE);
  const refuse = (setting: string, supported: string): never => {
    throw new UnsupportedModelError({ file: FILE, setting, value: json[setting], supported });
  };
  if (json['peft_type'] !== 'LORA') refuse('peft_type', 'LORA');
  if ((json['bias'] ?? 'none') !== 'none') refuse('bias', 'none');
  for (const setting of UNSUPPORTED_SETTINGS) {
    const value = json[setting];
    if (value && (typeof value !== 'object' || Object.keys(value).length > 0)) refuse(setting, 'not set');
  }
  const targets = json['target_modules'];
  if (!Array.isArray(targets) || targets.length === 0 || !targets.every((target) => typeof target === 'string')) {
    refuse('target_modules', 'a list of module names');
  }
  const baseModelName = json['base_model_name_or_path'];
  return {
    r: readRank(json['r'], 'r'),
    alpha: readAlpha(json['lora_alpha'], 'lora_alpha'),
    useRslora: json['use_rslora'] === true,
    targetModules: [...new Set(targets as string[])].sort(),
    rankPattern: readPattern(json['rank_pattern'], 'rank_pattern', readRank),
    alphaPattern: readPattern(json['alpha_pattern'], 'alpha_pattern', readAlpha),
    baseModelName: typeof baseModelName === 'string' ? baseModelName : undefined,
  };
}

function readRank(value: unknown, setting: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= 65_536) return value as number;
  throw new MalformedModelError({
    file: FILE,
    cause: `${setting} is ${JSON.stringify(value) ?? 'missing'}, not a rank`,
  });
}

function readAlpha(value: unknown, setting: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new MalformedModelError({
    file: FILE,
    cause: `${setting} is ${JSON.stringify(value) ?? 'missing'}, not a positive number`,
  });
}

function readPattern(
  value: unknown,
  setting: string,
  read: (value: unknown, setting: string) => number,
): Record<string, number> {
  if (value == null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new MalformedModelError({ file: FILE, cause: `${setting} is not an object` });
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, read(entry, `${setting}.${key}`)]));
}
