import { MalformedModelError, UnsupportedModelError } from '../errors.js';
import { listLayerModules } from '../model/listModelTensors.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';
import { quote } from '../quote.js';
import type { LoraConfig, LoraModule } from './LoraAdapter.js';
import { NamePattern, PatternSyntaxError } from './NamePattern.js';

const FILE = 'adapter_config.json';
const HEAD = 'lm_head';
const SUPPORTED = 'q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj, lm_head';
/** PEFT's word for every linear layer but the head. */
const ALL_LINEAR = 'all-linear';

/** An adapted module before its matrices are known. */
export type LoraModuleShape = Omit<LoraModule, 'A' | 'B'>;

/**
 * The modules an adapter configuration selects in a base model as PEFT does, in the adapter's order, with their ranks
 * and scales.
 *
 * @throws UnsupportedModelError for a target that is no linear layer of a Llama decoder, or a pattern that is not read;
 * MalformedModelError for one that selects nothing
 */
export function listTargetModules(model: LlamaConfig, lora: LoraConfig): LoraModuleShape[] {
  const isTarget = createSelector(lora);
  const isExcluded = createMatcher('exclude_modules', lora.excludeModules ?? []);
  const getRank = createPatternLookup('rank_pattern', lora.rankPattern);
  const getAlpha = createPatternLookup('alpha_pattern', lora.alphaPattern);
  const modules = listModules(model)
    .filter(({ name, layer }) => isTarget(name, layer) && !isExcluded(name))
    .map(({ name, layer, in: inSize, out }) => {
      const r = getRank(name) ?? lora.r;
      const alpha = getAlpha(name) ?? lora.alpha;
      return { name, layer, r, in: inSize, out, scale: alpha / (lora.useRslora ? Math.sqrt(r) : r) };
    });
  checkTargets(lora.targetModules, model);
  if (modules.length === 0)
    throw new MalformedModelError({ file: FILE, cause: 'target_modules selects no module of the base model' });
  return modules;
}

function listModules(model: LlamaConfig): { name: string; layer: number; in: number; out: number }[] {
  const modules = Array.from({ length: model.layerCount }, (_, layer) =>
    listLayerModules(model).map(({ name, out, in: inSize }) => ({
      ...{ name: `model.layers.${layer}.${name}`, layer },
      ...{ in: inSize, out },
    })),
  ).flat();
  return [...modules, { name: HEAD, layer: model.layerCount, in: model.hiddenSize, out: model.vocabSize }];
}

function createSelector({
  targetModules,
  layers,
  layersPattern,
}: LoraConfig): (name: string, layer: number) => boolean {
  if (targetModules === ALL_LINEAR) return (name) => name !== HEAD;
  const isNamed = createMatcher('target_modules', targetModules);
  if (layers === undefined) return isNamed;
  const full = new Set(targetModules);
  // Of the lists in a Llama model only `layers` counts anything.
  const counts = layersPattern === undefined || layersPattern.includes('layers');
  const wanted = new Set(layers);
  return (name, layer) => full.has(name) || (isNamed(name) && counts && name !== HEAD && wanted.has(layer));
}

/** Names in a list match from a dot on; a text matches as a pattern for the whole name. */
function createMatcher(setting: string, names: readonly string[] | string): (name: string) => boolean {
  if (typeof names === 'string') {
    const pattern = compile(setting, names);
    return (name) => pattern.matches(name);
  }
  return (name) => names.some((end) => endsWithName(name, end));
}

/** A key matches a name in full or from a dot on, and is itself a pattern. The first that matches decides. */
function createPatternLookup(
  setting: string,
  values: Readonly<Record<string, number>>,
): (name: string) => number | undefined {
  const patterns = Object.entries(values).map(([key, value]) => ({
    pattern: compile(setting, `(.*\\.)?(${key})`),
    value,
  }));
  return (name) => patterns.find(({ pattern }) => pattern.matches(name))?.value;
}

function compile(setting: string, source: string): NamePattern {
  try {
    return new NamePattern(source);
  } catch (error) {
    if (!(error instanceof PatternSyntaxError)) throw error;
    const supported = `names and simple patterns, not ${quote(error.message)}`;
    throw new UnsupportedModelError({ file: FILE, setting, value: source, supported });
  }
}

/** A name that selects nothing is a mistake, or a module (an embedding, say) that PEFT would adapt and this code cannot. */
function checkTargets(targets: readonly string[] | string, model: LlamaConfig): void {
  const names = listModules(model).map(({ name }) => name);
  const refuse = (value: string): never => {
    throw new UnsupportedModelError({ file: FILE, setting: 'target_modules', value, supported: SUPPORTED });
  };
  if (typeof targets !== 'string') {
    for (const target of targets) if (!names.some((name) => endsWithName(name, target))) refuse(target);
  } else if (targets !== ALL_LINEAR && compile('target_modules', targets).matches('model.embed_tokens')) {
    refuse(targets);
  }
}

function endsWithName(name: string, end: string): boolean {
  return name === end || name.endsWith(`.${end}`);
}
