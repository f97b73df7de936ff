import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { MalformedModelError } from '../errors.js';
import type { LlamaConfig } from '../model/LlamaConfig.js';
import type { ModelFiles } from '../model/ModelFiles.js';
import { parseJsonFile } from '../model/parseJsonFile.js';
import { quote } from '../quote.js';
import { checkTokenizer } from './checkTokenizer.js';

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
/** What the reader wants to find, if only as null. */
const STEPS = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null };

/**
 * The tokenizer of a model folder: `tokenizer.json`, all of what `transformers` makes of it for a Llama-family model. The
 * end token is the configuration's `eos_token_id`.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export function loadTokenizer(files: ModelFiles, config: LlamaConfig): Tokenizer {
  const { eosId, bosId, vocabSize } = config;
  if (eosId === undefined) throw new MalformedModelError({ file: 'config.json', cause: 'eos_token_id is missing' });
  if (eosId >= vocabSize)
    throw new MalformedModelError({ file: 'config.json', cause: `eos_token_id ${eosId} is outside the vocabulary` });
  const definition = parseJsonFile(files, FILE);
  const special = checkTokenizer(FILE, definition, vocabSize);
  let tokenizer: HuggingFaceTokenizer;
  try {
    tokenizer = new HuggingFaceTokenizer({ added_tokens: [], ...STEPS, ...definition }, {});
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new MalformedModelError({ file: FILE, cause: quote(cause) }, { cause: error });
  }
  return {
    encode(text, options) {
      const { ids } = tokenizer.encode(text, { add_special_tokens: options?.addSpecialTokens ?? true });
      // A text with characters that are no token, of a tokenizer without a token for those.
      if (ids.some((id: number | undefined) => id === undefined))
        throw new MalformedModelError({ file: FILE, cause: 'it has no token for a part of the text' });
      return ids;
    },
    decode(ids) {
      const shown = ids.filter((id) => !special.has(id));
      return shown.length === 0 ? '' : tokenizer.decode(shown, { clean_up_tokenization_spaces: false });
    },
    eosId,
    ...(bosId !== undefined && { bosId }),
  };
}
