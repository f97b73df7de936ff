import { utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { FatalError } from './errors.js';

/** A value has no canonical JSON form (RFC 8785 knows no bigint, NaN, function or lone surrogate). */
export class NotCanonicalError extends FatalError {
  constructor(facts: { reason: string }) {
    super(`The value has no canonical JSON form: ${facts.reason}. Write bigints as decimal strings.`, facts);
  }
}

/** Canonical JSON (RFC 8785) as UTF-8 bytes: what is hashed whenever JSON is committed to. */
export function canonicalJson(value: unknown): Uint8Array {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new NotCanonicalError({ reason: cause instanceof Error ? cause.message : String(cause) });
  }
  if (text === undefined) throw new NotCanonicalError({ reason: `typeof ${typeof value}` });
  return utf8ToBytes(text);
}
