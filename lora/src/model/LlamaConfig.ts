import { MalformedModelError, UnsupportedModelError } from '../errors.js';
import type { ModelFiles } from './ModelFiles.js';
import { parseJsonFile } from './parseJsonFile.js';

const FILE = 'config.json';

/** Twice what the largest published Llama-family models have: beyond that a config is a lie that only costs memory. */
const MAX_LAYERS = 1024;
const MAX_SIZE = 2 ** 22;

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
  readonly tieWordEmbeddings: boolean;
  readonly maxPositionEmbeddings: number;
  readonly bosId: number | undefined;
  /** The first of `eos_token_id` where it is a list. */
  readonly eosId: number | undefined;
}

/**
 * Reads and validates `config.json`. What would silently change the numbers (biases, other activations, scaled
 * rotary embeddings, sliding windows) is refused rather than ignored.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export function parseLlamaConfig(files: ModelFiles): LlamaConfig {
  const json = parseJsonFile(files, FILE);
  const refuse = (setting: string, supported: string): never => {
    throw new UnsupportedModelError({ file: FILE, setting, value: json[setting], supported });
  };
  if (json['model_type'] !== 'llama' && json['model_type'] !== 'mistral') refuse('model_type', 'llama, mistral');
  if ((json['hidden_act'] ?? 'silu') !== 'silu') refuse('hidden_act', 'silu');
  for (const setting of ['attention_bias', 'mlp_bias', 'use_sliding_window'])
    if (json[setting]) refuse(setting, 'false');
  if (json['sliding_window']) refuse('sliding_window', 'null');
  if ((json['pretraining_tp'] ?? 1) !== 1) refuse('pretraining_tp', '1');
  // transformers 5 moved rope_theta and the scaling into rope_parameters.
  const rope = { ...asObject(json['rope_scaling']), ...asObject(json['rope_parameters']) };
  if ((rope['rope_type'] ?? rope['type'] ?? 'default') !== 'default') {
    refuse(json['rope_parameters'] ? 'rope_parameters' : 'rope_scaling', 'rope_type default');
  }

  const hiddenSize = readCount(json, 'hidden_size');
  const headCount = readCount(json, 'num_attention_heads');
  const config: LlamaConfig = {
    vocabSize: readCount(json, 'vocab_size'),
    hiddenSize,
    intermediateSize: readCount(json, 'intermediate_size'),
    layerCount: readCount(json, 'num_hidden_layers', MAX_LAYERS),
    headCount,
    keyValueHeadCount: json['num_key_value_heads'] == null ? headCount : readCount(json, 'num_key_value_heads'),
    headSize: json['head_dim'] == null ? hiddenSize / headCount : readCount(json, 'head_dim'),
    rmsNormEpsilon: readPositive(json['rms_norm_eps'] ?? 1e-6, 'rms_norm_eps'),
    ropeTheta: readPositive(json['rope_theta'] ?? rope['rope_theta'] ?? 10_000, 'rope_theta'),
    tieWordEmbeddings: json['tie_word_embeddings'] === true,
    maxPositionEmbeddings: readCount(json, 'max_position_embeddings'),
    bosId: readTokenId(json['bos_token_id']),
    eosId: readTokenId(json['eos_token_id']),
  };
  if (!Number.isInteger(config.headSize))
    throw new MalformedModelError({ file: FILE, cause: 'hidden_size is not a multiple of num_attention_heads' });
  if (headCount % config.keyValueHeadCount !== 0) {
    throw new MalformedModelError({
      file: FILE,
      cause: 'num_attention_heads is not a multiple of num_key_value_heads',
    });
  }
  for (const [setting, size] of [
    ['hidden_size', hiddenSize],
    ['intermediate_size', config.intermediateSize],
    ['head_dim', config.headSize],
  ] as const) {
    if (size % 4 !== 0)
      throw new UnsupportedModelError({ file: FILE, setting, value: size, supported: 'multiples of 4' });
  }
  return config;
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function readCount(json: Record<string, unknown>, setting: string, limit = MAX_SIZE): number {
  const value = json[setting];
  if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > limit) {
    throw new MalformedModelError({
      file: FILE,
      cause: `${setting} is ${JSON.stringify(value) ?? 'missing'}, not a count from 1 to ${limit}`,
    });
  }
  return value as number;
}

function readPositive(value: unknown, setting: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    throw new MalformedModelError({
      file: FILE,
      cause: `${setting} is ${JSON.stringify(value)}, not a positive number`,
    });
  }
  return value;
}

function readTokenId(value: unknown): number | undefined {
  const id: unknown = Array.isArray(value) ? value[0] : value;
  return Number.isSafeInteger(id) && (id as number) >= 0 ? (id as number) : undefined;
}
