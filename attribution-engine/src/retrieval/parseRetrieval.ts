import { FatalError, digestOf } from '@tributary/protocol';

/** A chunk of a contribution's line that was put into the prompt of an answer. */
export interface RetrievedChunk {
  /** uint32, as contributions are numbered in an index. */
  contributionId: number;
  /** Which line of the contribution, from 0. */
  line: number;
  /** sha-256 of the text in UTF-8. */
  digest: string;
  text: string;
}

/** The log of what was retrieved for an answer is none. */
export class MalformedRetrievalError extends FatalError {
  constructor(facts: { reason: string }) {
    super(`The retrieval log is malformed: ${facts.reason}. The gateway that wrote it has to answer for it.`, facts);
  }
}

export const MAX_CHUNKS = 256;
/** UTF-16 units of the prompt, and of all chunks together. */
export const MAX_RETRIEVAL_LENGTH = 1 << 22;

/**
 * Reads the `retrieval` of a transcript: `[{contributionId, line, digest, text?}]`. Each text must have its digest and
 * stand verbatim in the prompt. That it stands in that line of the contribution is for the caller to check, who has the
 * contribution's bytes.
 *
 * @param texts by digest, for chunks that are logged without their text
 * @throws {@link MalformedRetrievalError}
 */
export function parseRetrieval(
  value: unknown,
  prompt: string,
  texts: ReadonlyMap<string, string> = new Map(),
): RetrievedChunk[] {
  if (!Array.isArray(value) || value.length > MAX_CHUNKS) {
    throw new MalformedRetrievalError({ reason: `it is not a list of at most ${MAX_CHUNKS} chunks` });
  }
  let length = prompt.length;
  return value.map((entry: unknown, position) => {
    const chunk = readChunk(entry, texts);
    if (!chunk) {
      throw new MalformedRetrievalError({
        reason: `chunk ${position} is not a contribution, a line, a digest and a text`,
      });
    }
    length += chunk.text.length;
    if (length > MAX_RETRIEVAL_LENGTH) {
      throw new MalformedRetrievalError({ reason: `prompt and chunks are longer than ${MAX_RETRIEVAL_LENGTH}` });
    }
    if (digestOf(new TextEncoder().encode(chunk.text)) !== chunk.digest) {
      throw new MalformedRetrievalError({ reason: `the text of chunk ${position} has another digest` });
    }
    if (!prompt.includes(chunk.text)) {
      throw new MalformedRetrievalError({ reason: `chunk ${position} does not stand in the prompt` });
    }
    return chunk;
  });
}

function readChunk(entry: unknown, texts: ReadonlyMap<string, string>): RetrievedChunk | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { contributionId, line, digest, text } = entry as Record<string, unknown>;
  if (!isUint32(contributionId) || !isUint32(line) || typeof digest !== 'string') return undefined;
  const known = text === undefined ? texts.get(digest) : text;
  // A lone surrogate has no UTF-8: two texts would share a digest.
  if (typeof known !== 'string' || known === '' || !known.isWellFormed()) return undefined;
  return { contributionId, line, digest, text: known };
}

function isUint32(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}
