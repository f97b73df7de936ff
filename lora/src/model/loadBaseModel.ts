import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { MalformedModelError, MalformedSafetensorsError } from '../errors.js';
import { convertToFloat32 } from '../safetensors/convertToFloat32.js';
import { decodeSafetensors } from '../safetensors/decodeSafetensors.js';
import type { Tensor } from '../safetensors/Tensor.js';
import { loadTokenizer, type Tokenizer } from '../tokenizer/loadTokenizer.js';
import { listModelTensors } from './listModelTensors.js';
import { parseLlamaConfig, type LlamaConfig } from './LlamaConfig.js';
import type { ModelFiles } from './ModelFiles.js';
import { parseJsonFile } from './parseJsonFile.js';

const INDEX_FILE = 'model.safetensors.index.json';
const SINGLE_FILE = 'model.safetensors';

/** A base model in memory. Its weights are float32 and are never changed. */
export interface BaseModel {
  readonly config: LlamaConfig;
  /** By Hugging Face name; exactly those of `listModelTensors`. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly tokenizer: Tokenizer;
  /** See `digestModelFiles`. */
  readonly digest: string;
}

/**
 * Loads a Llama-family model from the files of its Hugging Face folder: `config.json`, `tokenizer.json` and
 * `model.safetensors`, or shards named by `model.safetensors.index.json`. Float16 and bfloat16 weights are widened.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export function loadBaseModel(files: ModelFiles): BaseModel {
  const config = parseLlamaConfig(files);
  const weightFiles = listWeightFiles(files);
  const stored = new Map<string, { tensor: Tensor; file: string }>();
  for (const file of weightFiles) {
    for (const [name, tensor] of decodeWeightFile(files, file)) stored.set(name, { tensor, file });
  }
  const weights = new Map<string, Float32Array>();
  for (const { name, shape } of listModelTensors(config)) {
    const found = stored.get(name);
    if (found === undefined)
      throw new MalformedModelError({ file: weightFiles[0] ?? SINGLE_FILE, cause: `tensor ${name} is missing` });
    if (found.tensor.shape.join() !== shape.join()) {
      throw new MalformedModelError({
        file: found.file,
        cause: `tensor ${name} has shape [${found.tensor.shape.join()}], not [${shape.join()}]`,
      });
    }
    const values = convertToFloat32(found.tensor);
    if (values === undefined)
      throw new MalformedModelError({
        file: found.file,
        cause: `tensor ${name} is ${found.tensor.dtype}, not floating`,
      });
    weights.set(name, values);
  }
  const tokenizer = loadTokenizer(files, config);
  return { config, weights, tokenizer, digest: digestModelFiles(files) };
}

/**
 * The identity of a base model: the sha-256, in hex, of one line `<sha-256 of the file>  <name>\n` (as `sha256sum`
 * prints) for each of config.json, tokenizer.json, tokenizer_config.json, the index and every weight file present, in
 * the order of the names. Model cards and other files do not count.
 */
export function digestModelFiles(files: ModelFiles): string {
  const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', INDEX_FILE, ...listWeightFiles(files)];
  const lines = names
    .filter((name) => files.has(name))
    .sort()
    .map((name) => `${bytesToHex(sha256(files.get(name)!))}  ${name}\n`);
  return bytesToHex(sha256(utf8ToBytes(lines.join(''))));
}

function listWeightFiles(files: ModelFiles): string[] {
  if (!files.has(INDEX_FILE)) return [SINGLE_FILE];
  const map = parseJsonFile(files, INDEX_FILE)['weight_map'];
  const names: unknown[] = typeof map === 'object' && map !== null ? Object.values(map) : [];
  if (names.length === 0 || !names.every((name) => typeof name === 'string')) {
    throw new MalformedModelError({ file: INDEX_FILE, cause: 'weight_map names no files' });
  }
  return [...new Set(names as string[])].sort();
}

function decodeWeightFile(files: ModelFiles, file: string): Map<string, Tensor> {
  const bytes = files.get(file);
  if (bytes === undefined) throw new MalformedModelError({ file, cause: 'the file is missing' });
  try {
    return decodeSafetensors(bytes).tensors;
  } catch (error) {
    if (!(error instanceof MalformedSafetensorsError)) throw error;
    throw new MalformedModelError({ file, cause: error.message }, { cause: error });
  }
}
