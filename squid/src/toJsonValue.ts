/** A single text of an event is kept up to this length in ProtocolEvent.args. */
const EXACT_LENGTH = 1024 * 1024;

/** A decoded argument as JSON that Postgres stores: integers as decimal text, no U+0000, no lone surrogate. */
export function toJsonValue(value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return value.toString();
  if (typeof value === 'string') return value.slice(0, EXACT_LENGTH).toWellFormed().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(toJsonValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toJsonValue(part)]));
}
