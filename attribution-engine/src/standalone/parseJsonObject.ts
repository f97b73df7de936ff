/** Gives a JSON object's own values, by key; keys such as `__proto__` are nothing special. */
export type OwnValues = (key: string) => unknown;

/**
 * Reads a stranger's JSON object.
 *
 * @param fail throws the error for what is none, with the reason
 */
export function parseJsonObject(bytes: Uint8Array, fail: (reason: string) => never): OwnValues {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail('it is not UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('it is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('it is not a JSON object');
  const object = value as Record<string, unknown>;
  return (key) => (Object.hasOwn(object, key) ? object[key] : undefined);
}
