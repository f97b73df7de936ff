import { MalformedModelError } from '../errors.js';
import { parseJsonObject } from '../json/parseJsonObject.js';
import type { ModelFiles } from './ModelFiles.js';

/** What the largest published tokenizers of these families take, twice over. */
export const MAX_JSON_BYTES = 40 * 2 ** 20;
const LARGE = { bytes: MAX_JSON_BYTES, values: 3 * 2 ** 19 };
/** Configurations are a few kilobytes. */
const SMALL = { bytes: 2 ** 20, values: 2 ** 16 };

/**
 * The JSON object in a model file, up to 1 MiB, or 40 MiB for a tokenizer and an index of weights.
 *
 * @throws MalformedModelError when it is absent, too large or too deep, not a JSON object, or has a key twice
 */
export function parseJsonFile(files: ModelFiles, file: string): Record<string, unknown> {
  const bytes = files.get(file);
  if (bytes === undefined) throw new MalformedModelError({ file, cause: 'the file is missing' });
  const isLarge = file === 'tokenizer.json' || file.endsWith('.index.json');
  const parsed = parseJsonObject(bytes, isLarge ? LARGE : SMALL);
  if ('cause' in parsed) throw new MalformedModelError({ file, cause: parsed.cause });
  return parsed.value;
}
