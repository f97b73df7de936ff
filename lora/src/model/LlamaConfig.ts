import { MalformedModelError, UnsupportedModelError } from '../errors.js';
import { quote } from '../quote.js';
import type { ModelFiles } from './ModelFiles.js';
import { parseJsonFile } from './parseJsonFile.js';
import { parseRopeScaling, type RopeScaling } from './RopeScaling.js';

const FILE = 'config.json';

/** Twice what the largest published Llama-family models have: beyond that a config is a lie that only costs memory. */
const MAX_LAYERS = 1024;
const MAX_SIZE = 2 ** 22;

const MODEL_TYPES: readonly unknown[] = ['llama', 'mistral', 'qwen2', 'qwen3'];

/** The shape of a Llama-family decoder, as its `config.json` states it. */
export interface LlamaConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layerCount: number;
  readonly headCount: number;
  /** Grouped-query attention: `headCount` is a multiple of it. */
  readonly keyValueHeadCount: number;
  /** A multiple of 4. */
  readonly headSize: number;
  readonly rmsNormEpsilon: number;
  readonly ropeTheta: number;
  readonly ropeScaling: RopeScaling | undefined;
  /** Which projections of attention add a bias: none in Llama, queries, keys and values in Qwen 2. */
  readonly attentionBias: { readonly qkv: boolean; readonly o: boolean };
  /** Whether every head of queries and keys is normalised before it is rotated, as in Qwen 3. */
  readonly normalizesHeads: boolean;
  readonly tieWordEmbeddings: boolean;
  /** No longer than the sliding window where there is one: within it, every position sees all before it. */
  readonly maxPositionEmbeddings: number;
  readonly bosId: number | undefined;
  /** The first of `eos_token_id` where it is a list. */
  readonly eosId: number | undefined;
}

/**
 * Reads and validates `config.json` of a Llama, Mistral, Qwen 2 or Qwen 3 model. What would silently change the numbers
 * (other activations or layers, quantised weights, rotary embeddings scaled in other ways) is refused, not ignored.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export function parseLlamaConfig(files: ModelFiles): LlamaConfig {
  const json = parseJsonFile(files, FILE);
  const refuse = (setting: string, supported: string): never => {
    throw new UnsupportedModelError({ file: FILE, setting, value: json[setting], supported });
  };
  const modelType = json['model_type'];
  if (!MODEL_TYPES.includes(modelType)) refuse('model_type', MODEL_TYPES.join(', '));
  if ((json['hidden_act'] ?? 'silu') !== 'silu') refuse('hidden_act', 'silu');
  for (const setting of ['mlp_bias', 'quantization_config']) if (json[setting]) refuse(setting, 'not set');
  for (const setting of ['pretraining_tp', 'partial_rotary_factor'])
    if ((json[setting] ?? 1) !== 1) refuse(setting, '1');
  const { theta, scaling } = parseRopeScaling(json, FILE);

  const hiddenSize = readCount(json, 'hidden_size');
  const headCount = readCount(json, 'num_attention_heads');
  const hasAttentionBias = json['attention_bias'] === true;
  const config: LlamaConfig = {
    vocabSize: readCount(json, 'vocab_size'),
    hiddenSize,
    intermediateSize: readCount(json, 'intermediate_size'),
    layerCount: readCount(json, 'num_hidden_layers', MAX_LAYERS),
    headCount,
    keyValueHeadCount: json['num_key_value_heads'] == null ? headCount : readCount(json, 'num_key_value_heads'),
    headSize: json['head_dim'] == null ? hiddenSize / headCount : readCount(json, 'head_dim'),
    rmsNormEpsilon: readPositive(json['rms_norm_eps'] ?? 1e-6, 'rms_norm_eps'),
    ropeTheta: readPositive(theta ?? 10_000, 'rope_theta'),
    ropeScaling: scaling,
    attentionBias: { qkv: modelType === 'qwen2' || hasAttentionBias, o: modelType !== 'qwen2' && hasAttentionBias },
    normalizesHeads: modelType === 'qwen3',
    tieWordEmbeddings: json['tie_word_embeddings'] === true,
    maxPositionEmbeddings: Math.min(readCount(json, 'max_position_embeddings'), readWindow(json)),
    bosId: readTokenId(json['bos_token_id']),
    eosId: readTokenId(json['eos_token_id']),
  };
  checkSizes(config);
  return config;
}

function checkSizes(config: LlamaConfig): void {
  const { headSize, headCount, keyValueHeadCount } = config;
  if (!Number.isInteger(headSize))
    throw new MalformedModelError({ file: FILE, cause: 'hidden_size is not a multiple of num_attention_heads' });
  if (headCount % keyValueHeadCount !== 0) {
    throw new MalformedModelError({
      file: FILE,
      cause: 'num_attention_heads is not a multiple of num_key_value_heads',
    });
  }
  for (const [setting, size] of [
    ['hidden_size', config.hiddenSize],
    ['intermediate_size', config.intermediateSize],
    ['head_dim', headSize],
  ] as const) {
    if (size % 4 !== 0)
      throw new UnsupportedModelError({ file: FILE, setting, value: size, supported: 'multiples of 4' });
  }
}

/** How far back a position sees; Infinity without a sliding window. Qwen's configs state one that `use_sliding_window` turns off. */
function readWindow(json: Record<string, unknown>): number {
  if (json['sliding_window'] == null || json['use_sliding_window'] === false) return Infinity;
  return readCount(json, 'sliding_window');
}

function readCount(json: Record<string, unknown>, setting: string, limit = MAX_SIZE): number {
  const value = json[setting];
  if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > limit) {
    throw new MalformedModelError({
      file: FILE,
      cause: `${setting} is ${quote(value)}, not a count from 1 to ${limit}`,
    });
  }
  return value as number;
}

function readPositive(value: unknown, setting: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    throw new MalformedModelError({
      file: FILE,
      cause: `${setting} is ${quote(value)}, not a positive number`,
    });
  }
  return value;
}

function readTokenId(value: unknown): number | undefined {
  const id: unknown = Array.isArray(value) ? value[0] : value;
  return Number.isSafeInteger(id) && (id as number) >= 0 ? (id as number) : undefined;
}
