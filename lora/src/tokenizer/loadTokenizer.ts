import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { MalformedModelError } from '../errors.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';
import type { ModelFiles } from '../model/ModelFiles.js';
import { parseJsonFile } from '../model/parseJsonFile.js';
import { assertKnownPatterns } from './assertKnownPatterns.js';

/** Text to token ids and back. */
export interface Tokenizer {
  /** `addSpecialTokens` (default true) lets the model's template add its own, such as a leading bos. */
  encode(text: string, options?: { addSpecialTokens?: boolean }): number[];
  /** Special tokens are left out. */
  decode(ids: readonly number[]): string;
  readonly eosId: number;
  readonly bosId?: number;
}

const FILE = 'tokenizer.json';

/**
 * The tokenizer of a model folder: `tokenizer.json`, with `tokenizer_config.json` where there is one. The end token is
 * the configuration's `eos_token_id`.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export function loadTokenizer(files: ModelFiles, config: LlamaConfig): Tokenizer {
  const { eosId, bosId, vocabSize } = config;
  if (eosId === undefined) throw new MalformedModelError({ file: 'config.json', cause: 'eos_token_id is missing' });
  if (eosId >= vocabSize)
    throw new MalformedModelError({ file: 'config.json', cause: `eos_token_id ${eosId} is outside the vocabulary` });
  const definition = parseJsonFile(files, FILE);
  assertKnownPatterns(FILE, definition);
  const settings = files.has('tokenizer_config.json') ? parseJsonFile(files, 'tokenizer_config.json') : {};
  let tokenizer: HuggingFaceTokenizer;
  try {
    tokenizer = new HuggingFaceTokenizer(definition, settings);
  } catch (error) {
    throw new MalformedModelError(
      { file: FILE, cause: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
  let largestId = -1;
  for (const id of tokenizer.get_vocab(true).values()) largestId = Math.max(largestId, id);
  if (largestId >= vocabSize)
    throw new MalformedModelError({
      file: FILE,
      cause: `token ${largestId} is outside the model's vocabulary of ${vocabSize}`,
    });
  return {
    encode: (text, options) => tokenizer.encode(text, { add_special_tokens: options?.addSpecialTokens ?? true }).ids,
    decode: (ids) => tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
    eosId,
    ...(bosId !== undefined && { bosId }),
  };
}
