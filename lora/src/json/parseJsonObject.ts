import { quote } from '../quote.js';
import { checkJsonBounds } from './checkJsonBounds.js';
import { findDuplicateKey } from './findDuplicateKey.js';

/** The JSON object that hostile bytes hold, or in words why they hold none. */
export function parseJsonObject(
  bytes: Uint8Array,
  limits: { readonly bytes: number; readonly values: number },
): { value: Record<string, unknown> } | { cause: string } {
  if (bytes.length > limits.bytes) return { cause: `${bytes.length} bytes of JSON are more than ${limits.bytes}` };
  const excess = checkJsonBounds(bytes, limits.values);
  if (excess !== undefined) return { cause: excess };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { cause: 'it is not UTF-8' };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { cause: 'it is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { cause: 'it is not a JSON object' };
  const duplicate = findDuplicateKey(text);
  if (duplicate !== undefined) return { cause: `it has ${quote(duplicate)} twice` };
  return { value: value as Record<string, unknown> };
}
