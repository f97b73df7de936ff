import { BaseError } from '@tributary/protocol';
import { redactSecrets } from './redactSecrets.js';

const MAX_DEPTH = 6;
const MAX_ENTRIES = 100;
const MAX_FRAMES = 12;
const MAX_CHARACTERS = 4_096;
const SECRET_NAME = /password|secret|private_?key|api_?key|authorization|cookie|token$/i;

/** An error as a value for JSON: what was foreseen carries facts; of what was not, the place is needed. */
export interface DescribedError {
  name: string;
  message: string;
  kind?: 'retryable' | 'fatal';
  facts?: unknown;
  code?: unknown;
  stack?: string[];
  cause?: unknown;
}

/** Anything as a value for JSON: bounded in depth, width and length, without secrets; amounts as decimal text. */
export function describeFacts(value: unknown): unknown {
  return describe(value, 0, []);
}

function describe(value: unknown, depth: number, above: readonly unknown[]): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return shorten(redactSecrets(value));
  // NaN and infinity have no JSON.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object') return value === undefined ? undefined : String(typeof value);
  if (above.includes(value)) return '(itself)';
  if (depth === MAX_DEPTH) return '…';
  const below = (inner: unknown): unknown => describe(inner, depth + 1, [...above, value]);
  if (value instanceof Error) return describeError(value, below);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
    const entries = [...(value as Iterable<unknown>)];
    const more = entries.length - MAX_ENTRIES;
    return [...entries.slice(0, MAX_ENTRIES).map(below), ...(more > 0 ? [`… and ${more} more`] : [])];
  }
  const entries = Object.entries(value).slice(0, MAX_ENTRIES);
  return Object.fromEntries(entries.map(([name, inner]) => [name, SECRET_NAME.test(name) ? '…' : below(inner)]));
}

function describeError(error: Error, below: (inner: unknown) => unknown): DescribedError {
  const { code } = error as NodeJS.ErrnoException;
  return {
    name: error.name,
    message: describe(error.message, 0, []) as string,
    ...(error instanceof BaseError
      ? { kind: error.kind, facts: below(error.facts) }
      : { ...(code === undefined ? {} : { code: below(code) }), stack: getFrames(error).map(redactSecrets) }),
    ...(error.cause === undefined ? {} : { cause: below(error.cause) }),
  };
}

/** Where it happened, without the message that stands before it: that may quote a stranger. */
function getFrames({ name, message, stack = '' }: Error): string[] {
  const header = `${name}: ${message}`;
  const frames = (stack.startsWith(header) ? stack.slice(header.length) : stack).split('\n').map((line) => line.trim());
  return frames.filter((line) => line.startsWith('at ')).slice(0, MAX_FRAMES);
}

function shorten(text: string): string {
  return text.length > MAX_CHARACTERS
    ? `${text.slice(0, MAX_CHARACTERS)}… (${text.length - MAX_CHARACTERS} more characters)`
    : text;
}
