import { MalformedModelError, UnsupportedModelError } from '../errors.js';
import type { ModelFiles } from '../model/ModelFiles.js';
import { parseJsonFile } from '../model/parseJsonFile.js';
import { quote } from '../quote.js';
import type { LoraConfig } from './LoraAdapter.js';

const FILE = 'adapter_config.json';

/** PEFT writes every adapted module by name where that is shorter than a pattern: a thousand layers of seven. */
const MAX_NAMES = 8192;
const MAX_NAME_LENGTH = 1024;

/** Settings of PEFT that change the numbers and are not computed here; each must be absent or empty. */
const UNSUPPORTED_SETTINGS = [
  'use_dora',
  'fan_in_fan_out',
  'modules_to_save',
  'layer_replication',
  'lora_bias',
  'target_parameters',
  'trainable_token_indices',
  'alora_invocation_tokens',
  'megatron_config',
  'eva_config',
  'corda_config',
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
  const targetModules = readNames(json['target_modules'], 'target_modules');
  if (targetModules === undefined) return refuse('target_modules', 'module names, all-linear, or a pattern');
  const layers = readLayers(json['layers_to_transform']);
  if (layers !== undefined && typeof targetModules === 'string')
    refuse('layers_to_transform', 'not set beside a pattern');
  const excludeModules = readNames(json['exclude_modules'], 'exclude_modules');
  const layersPattern = readNames(json['layers_pattern'], 'layers_pattern');
  const baseModelName = json['base_model_name_or_path'];
  return {
    r: readRank(json['r'], 'r'),
    alpha: readAlpha(json['lora_alpha'], 'lora_alpha'),
    useRslora: json['use_rslora'] === true,
    targetModules,
    ...(excludeModules !== undefined && { excludeModules }),
    ...(layers !== undefined && { layers }),
    ...(layersPattern !== undefined && { layersPattern: [layersPattern].flat() }),
    rankPattern: readPattern(json['rank_pattern'], 'rank_pattern', readRank),
    alphaPattern: readPattern(json['alpha_pattern'], 'alpha_pattern', readAlpha),
    baseModelName: typeof baseModelName === 'string' ? baseModelName : undefined,
  };
}

/** A pattern, or a list of names in order without repetitions; undefined when there is none. */
function readNames(value: unknown, setting: string): string | string[] | undefined {
  if (value == null || value === '' || (Array.isArray(value) && value.length === 0)) return undefined;
  if (typeof value === 'string' && value.length <= MAX_NAME_LENGTH) return value;
  const isNames =
    Array.isArray(value) &&
    value.length <= MAX_NAMES &&
    value.every((name) => typeof name === 'string' && name.length <= MAX_NAME_LENGTH);
  if (isNames) return [...new Set(value as string[])].sort();
  throw new MalformedModelError({ file: FILE, cause: `${setting} is ${quote(value)}, not a text or a list of names` });
}

function readLayers(value: unknown): number[] | undefined {
  if (value == null || (Array.isArray(value) && value.length === 0)) return undefined;
  const layers: unknown[] = Array.isArray(value) ? value : [value];
  if (layers.length <= MAX_NAMES && layers.every((layer) => Number.isSafeInteger(layer))) return layers as number[];
  throw new MalformedModelError({ file: FILE, cause: `layers_to_transform is ${quote(value)}, not layer numbers` });
}

function readRank(value: unknown, setting: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= 65_536) return value as number;
  throw new MalformedModelError({
    file: FILE,
    cause: `${setting} is ${quote(value)}, not a rank`,
  });
}

function readAlpha(value: unknown, setting: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new MalformedModelError({
    file: FILE,
    cause: `${setting} is ${quote(value)}, not a positive number`,
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
  const entries = Object.entries(value);
  if (entries.length > MAX_NAMES || entries.some(([key]) => key.length > MAX_NAME_LENGTH))
    throw new MalformedModelError({ file: FILE, cause: `${setting} has too many keys or too long ones` });
  return Object.fromEntries(entries.map(([key, entry]) => [key, read(entry, `${setting}.${key}`)]));
}
