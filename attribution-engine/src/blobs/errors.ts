import { FatalError, RetryableError } from '@tributary/protocol';

/** Nobody gives the bytes just now: not found, refused, timed out, or the connection broke. */
export class BlobUnavailableError extends RetryableError {
  constructor(facts: { uri: string; reason: string }, options?: ErrorOptions) {
    super(`${shorten(facts.uri)} cannot be had: ${facts.reason}. It is tried again later.`, facts, options);
  }
}

/** The bytes were given, but they are not those that were committed to. */
export class BlobDigestError extends RetryableError {
  constructor(facts: { uri: string; expected: string; actual: string }) {
    super(
      `${shorten(facts.uri)} gave bytes with digest ${facts.actual} where ${facts.expected} was committed. Ask another gateway.`,
      facts,
    );
  }
}

/** More bytes than the limit for this kind of blob. */
export class BlobTooLargeError extends FatalError {
  constructor(facts: { uri: string; limitBytes: number }) {
    super(`${shorten(facts.uri)} is larger than ${facts.limitBytes} bytes. Raise the limit if you trust it.`, facts);
  }
}

/** The address is one this process must not talk to, or the URI has another scheme. */
export class ForbiddenAddressError extends FatalError {
  constructor(facts: { uri: string; reason: string }) {
    super(`${shorten(facts.uri)} is not fetched: ${facts.reason}. Publish the bytes at a public address.`, facts);
  }
}

/** Any failure to get a blob. */
export type BlobError = BlobUnavailableError | BlobDigestError | BlobTooLargeError | ForbiddenAddressError;

export function isBlobError(error: unknown): error is BlobError {
  return (
    error instanceof BlobUnavailableError ||
    error instanceof BlobDigestError ||
    error instanceof BlobTooLargeError ||
    error instanceof ForbiddenAddressError
  );
}

function shorten(uri: string): string {
  return uri.length > 120 ? `${uri.slice(0, 120)}…` : uri;
}
