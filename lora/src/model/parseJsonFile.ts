import { MalformedModelError } from '../errors.js';
import type { ModelFiles } from './ModelFiles.js';

/** The JSON object in a model file. @throws MalformedModelError when it is absent or not a JSON object */
export function parseJsonFile(files: ModelFiles, file: string): Record<string, unknown> {
  const bytes = files.get(file);
  if (bytes === undefined) throw new MalformedModelError({ file, cause: 'the file is missing' });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new MalformedModelError({ file, cause: 'it is not JSON' }, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedModelError({ file, cause: 'it is not a JSON object' });
  }
  return value as Record<string, unknown>;
}
