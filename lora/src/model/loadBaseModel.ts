import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { createMemorySource, type ByteSource } from '../safetensors/ByteSource.js';
import { loadTokenizer, type Tokenizer } from '../tokenizer/loadTokenizer.js';
import { parseLlamaConfig, type LlamaConfig } from './LlamaConfig.js';
import type { ModelFiles } from './ModelFiles.js';
import type { ModelWeights } from './ModelWeights.js';
import { INDEX_FILE, listWeightFiles, openModelWeights } from './WeightFiles.js';

/** A base model. Its weights are never changed. */
export interface BaseModel {
  readonly config: LlamaConfig;
  /** Exactly those of `listModelTensors`. */
  readonly weights: ModelWeights;
  readonly tokenizer: Tokenizer;
  /** See `digestModelFiles`. */
  readonly digest: string;
}

/**
 * Loads a Llama-family model from the files of its Hugging Face folder: `config.json`, `tokenizer.json` and
 * `model.safetensors`, or shards named by `model.safetensors.index.json`. Weights are checked now and read from the
 * bytes given whenever a session places them: float16 is widened to float32, bfloat16 stays.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export function loadBaseModel(files: ModelFiles): BaseModel {
  const open = (name: string): ByteSource | undefined => {
    const bytes = files.get(name);
    return bytes && createMemorySource(bytes);
  };
  return { ...checkBaseModel(files, open), digest: digestModelFiles(files) };
}

/** A base model but for its digest; `files` need not hold the weights, which `open` gives by the file's name. */
export function checkBaseModel(
  files: ModelFiles,
  open: (name: string) => ByteSource | undefined,
): Omit<BaseModel, 'digest'> {
  const config = parseLlamaConfig(files);
  const tokenizer = loadTokenizer(files, config);
  return { config, weights: openModelWeights(config, files, open), tokenizer };
}

/**
 * The identity of a base model: the sha-256, in hex, of one line `<sha-256 of the file>  <name>\n` (as `sha256sum`
 * prints) for each of config.json, tokenizer.json, tokenizer_config.json, the index and every weight file present, in
 * the order of the names. Model cards and other files do not count.
 */
export function digestModelFiles(files: ModelFiles): string {
  const names = listDigestedFiles(files).filter((name) => files.has(name));
  return joinFileDigests(names.map((name) => [name, bytesToHex(sha256(files.get(name)!))]));
}

/** The files that make a base model what it is, where they are present. @throws MalformedModelError */
export function listDigestedFiles(files: ModelFiles): string[] {
  return ['config.json', 'tokenizer.json', 'tokenizer_config.json', INDEX_FILE, ...listWeightFiles(files)];
}

/** See `digestModelFiles`; takes each file's name with the sha-256 of its bytes in hex. */
export function joinFileDigests(digests: readonly (readonly [name: string, digest: string])[]): string {
  const sorted = [...digests].sort(([left], [right]) => (left < right ? -1 : 1));
  return bytesToHex(sha256(utf8ToBytes(sorted.map(([name, digest]) => `${digest}  ${name}\n`).join(''))));
}
