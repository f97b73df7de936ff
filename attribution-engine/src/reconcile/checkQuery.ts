import { MalformedModelError, encodeExample, type BaseModel } from '@tributary/lora';
import { MalformedRecordError } from '@tributary/protocol';
import type { QueryComparison } from '../features/compareQuery.js';
import type { Answer, AttributionMethod } from '../method/AttributionMethod.js';
import { encodeQuery, queryOf, type Transcript } from '../transcript.js';
import type { InferenceFacts } from './inferenceFacts.js';

/** Whether the committed query is the one the model gives, and which query decides. */
export interface QueryCheck {
  accepted: boolean;
  /** Why not; empty when accepted. */
  reason: string;
  /** The committed query when it was accepted, this machine's own otherwise: a forgery never decides. */
  query: Uint8Array;
  committedDigest: string | null;
  ownDigest: string;
  /** Null when the committed query cannot be compared. */
  cosine: number | null;
  blockError: number | null;
}

/** Recomputes the query of a transcript and compares it with the committed one (rule step 4). */
export async function checkQuery(
  facts: Pick<InferenceFacts, 'attribution' | 'model'>,
  transcript: Transcript,
  tokenizer: BaseModel['tokenizer'],
  method: AttributionMethod,
): Promise<QueryCheck> {
  const own = await method.computeQuery(answerOf(transcript));
  const ownDigest = encodeQuery(own).digest;
  const refuse = (reason: string, rest: Partial<QueryCheck> = {}): QueryCheck => ({
    accepted: false,
    reason,
    query: own,
    committedDigest: null,
    ownDigest,
    cosine: null,
    blockError: null,
    ...rest,
  });

  if (!isItsText(transcript, tokenizer)) {
    return refuse("The transcript's token ids are not those of its text.");
  }
  if (transcript.modelId !== facts.model?.modelId) return refuse('The transcript is of another model.');
  if (transcript.query.method !== method.name) return refuse('The query was made by another method than the index.');
  const committed = queryOf(transcript);
  let comparison: QueryComparison;
  try {
    comparison = method.compareQuery(committed, own);
  } catch (error) {
    if (error instanceof MalformedRecordError) return refuse(error.message);
    throw error;
  }
  const committedDigest = encodeQuery(committed).digest;
  const { accepted, cosine, blockError } = comparison;
  const compared = { committedDigest, cosine, blockError: Number.isFinite(blockError) ? blockError : null };
  if (!accepted) {
    return refuse(
      `The model does not give the committed query: cosine ${cosine.toFixed(6)}, largest block error ${blockError.toFixed(4)}.`,
      compared,
    );
  }
  if (facts.attribution && facts.attribution.queryDigest !== committedDigest) {
    return refuse('The query in the transcript is not the one whose digest was posted on chain.', compared);
  }
  return { accepted: true, reason: '', query: committed, ownDigest, ...compared };
}

/** What a method needs to know of a transcript. */
export function answerOf(transcript: Transcript): Answer {
  const { prompt, completion, promptTokenIds: promptIds, completionTokenIds: completionIds, retrieval } = transcript;
  return { prompt, completion, promptIds, completionIds, retrieval };
}

/** Whether the token ids are those of the text. @throws MalformedModelError when the model's tokenizer fails on them */
function isItsText(transcript: Transcript, tokenizer: BaseModel['tokenizer']): boolean {
  const { prompt, completion, promptTokenIds, completionTokenIds } = transcript;
  try {
    const { promptIds } = encodeExample(tokenizer, prompt, '', { appendEos: false });
    // A tokenizer refuses to decode nothing.
    const text = completionTokenIds.length === 0 ? '' : tokenizer.decode(completionTokenIds);
    return promptIds.join() === promptTokenIds.join() && text === completion;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MalformedModelError(
      { file: 'tokenizer.json', cause: `it fails on the transcript: ${reason}` },
      { cause },
    );
  }
}
