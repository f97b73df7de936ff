import { FatalError, canonicalJson, digestOf, type Digest } from '@tributary/protocol';

/** What a paid inference was, as its gateway published it. Token ids decide; texts are for people. */
export interface Transcript {
  version: 1;
  /** modelId on chain, decimal. */
  modelId: string;
  prompt: string;
  completion: string;
  promptTokenIds: number[];
  completionTokenIds: number[];
  sampling: { temperature: number; seed: number; maxTokens: number };
  query: {
    method: string;
    /** Base64 of the query's bytes; for a gradient its record: exponents, then values. */
    record: string;
  };
  /** What was retrieved for the prompt, for `retrieval/1`; see `parseRetrieval`. */
  retrieval?: unknown;
}

/** The committed bytes are not a transcript of this version. */
export class MalformedTranscriptError extends FatalError {
  constructor(facts: { reason: string }) {
    super(`The transcript is malformed: ${facts.reason}. Its gateway has to answer for it.`, facts);
  }
}

/** No prompt or answer of a transcript may be longer than this. */
export const MAX_TRANSCRIPT_TOKENS = 1 << 17;

/** The transcript's canonical bytes and their digest. */
export function encodeTranscript(transcript: Transcript): { bytes: Uint8Array; digest: Digest } {
  const bytes = canonicalJson(transcript);
  return { bytes, digest: digestOf(bytes) };
}

/** Reads a transcript; throws {@link MalformedTranscriptError}. */
export function parseTranscript(bytes: Uint8Array): Transcript {
  const fail = (reason: string): never => {
    throw new MalformedTranscriptError({ reason });
  };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    fail('it is not JSON in UTF-8');
  }
  const t = (value ?? {}) as Record<string, unknown>;
  const sampling = (t['sampling'] ?? {}) as Record<string, unknown>;
  const query = (t['query'] ?? {}) as Record<string, unknown>;
  if (t['version'] !== 1) fail('its version is not 1');
  for (const field of ['modelId', 'prompt', 'completion']) {
    if (typeof t[field] !== 'string') fail(`${field} is not text`);
  }
  for (const field of ['promptTokenIds', 'completionTokenIds']) {
    const ids = t[field];
    if (!Array.isArray(ids) || ids.length > MAX_TRANSCRIPT_TOKENS || !ids.every(isTokenId)) {
      fail(`${field} is not a list of token ids`);
    }
  }
  for (const field of ['temperature', 'seed', 'maxTokens']) {
    if (typeof sampling[field] !== 'number') fail(`sampling.${field} is not a number`);
  }
  if (typeof query['method'] !== 'string' || typeof query['record'] !== 'string') fail('it holds no query');
  return value as Transcript;
}

/** The bytes of the query a transcript carries. */
export function queryOf(transcript: Transcript): Uint8Array {
  return new Uint8Array(Buffer.from(transcript.query.record, 'base64'));
}

/** A query as a transcript carries it, and its digest as it stands on chain. */
export function encodeQuery(query: Uint8Array): { base64: string; digest: Digest } {
  return { base64: Buffer.from(query).toString('base64'), digest: digestOf(query) };
}

function isTokenId(id: unknown): boolean {
  return Number.isInteger(id) && (id as number) >= 0 && (id as number) < 2 ** 31;
}
