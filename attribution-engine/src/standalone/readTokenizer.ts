import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MalformedModelError, loadTokenizer, parseLlamaConfig, type Tokenizer } from '@tributary/lora';
import { digestOf, type Digest } from '@tributary/protocol';

/** What `span/1` needs of a model. */
export interface ModelTokenizer {
  tokenizer: Tokenizer;
  /** Token ids are below it. */
  vocabularySize: number;
  /** sha-256 of `tokenizer.json`. */
  digest: Digest;
}

/** What the largest published tokenizers take, twice over. */
const MAX_FILE_BYTES = 64 << 20;

/**
 * Reads the tokenizer of a model folder, `tokenizer.json` and what `config.json` says of it, and none of its weights.
 *
 * @throws MalformedModelError UnsupportedModelError
 */
export async function readTokenizer(folder: string): Promise<ModelTokenizer> {
  const files = new Map<string, Uint8Array>();
  for (const file of ['config.json', 'tokenizer.json']) files.set(file, await readModelFile(folder, file));
  const config = parseLlamaConfig(files);
  return {
    tokenizer: loadTokenizer(files, config),
    vocabularySize: config.vocabSize,
    digest: digestOf(files.get('tokenizer.json')!),
  };
}

async function readModelFile(folder: string, file: string): Promise<Uint8Array> {
  const path = join(folder, file);
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) throw new MalformedModelError({ file: path, cause: `${size} bytes are too many` });
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if (error instanceof MalformedModelError) throw error;
    throw new MalformedModelError({ file: path, cause: 'the file is missing or cannot be read' }, { cause: error });
  }
}
