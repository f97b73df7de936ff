import { InvalidExampleError, MalformedModelError, ModelTooLargeError, UnsupportedModelError } from '@tributary/lora';
import { InvalidFeePolicyError, MalformedDigestError, UnquantizableBlockError, type Digest } from '@tributary/protocol';
import { isBlobError } from '../blobs/errors.js';
import { NotPositiveDefiniteError } from '../features/cholesky.js';
import { UnknownMethodError } from '../features/gradientRule.js';
import { IndexRootError } from '../index/fetchIndex.js';
import { MalformedIndexError } from '../index/indexFile.js';
import { MalformedManifestError } from '../model/artifactManifest.js';
import { placeSpans } from '../method/AnswerSpan.js';
import type { ContributionSource } from '../method/AttributionMethod.js';
import type { ModelLibrary } from '../model/modelLibrary.js';
import { RowCapacityError } from '../score/errors.js';
import { MalformedRetrievalError } from '../retrieval/parseRetrieval.js';
import { MalformedSpanIndexError } from '../span/spanIndex.js';
import { MalformedTranscriptError, parseTranscript } from '../transcript.js';
import { answerOf, checkQuery } from './checkQuery.js';
import { computeDue } from './computeDue.js';
import { concludeReconciliation } from './concludeReconciliation.js';
import type { InferenceFacts } from './inferenceFacts.js';
import type { Failure, Recomputation } from './recomputation.js';
import type { ReconciliationResult } from './reconciliation.js';

const TRANSCRIPT_LIMIT_BYTES = 4 << 20;

/** What deciding needs beside the facts. */
export interface ReconcileContext {
  library: ModelLibrary;
  source: ContributionSource;
  /** Contributors of contributions, contributionId → address; unknown ids are missing. */
  loadContributors: (contributionIds: readonly string[]) => Promise<Map<string, string>>;
}

/**
 * Recomputes one inference and compares what is due with what was paid (rule steps 4 to 7; `docs/attribution.md` §8
 * gives the order of the verdicts). Whatever a stranger committed ends in a verdict; only failures of this machine,
 * such as a lost database, throw.
 */
export async function reconcileInference(
  facts: InferenceFacts,
  context: ReconcileContext,
): Promise<ReconciliationResult> {
  return concludeReconciliation(facts, await recompute(facts, context));
}

async function recompute(facts: InferenceFacts, context: ReconcileContext): Promise<Recomputation> {
  const { model, index, policy, recipients } = facts;
  if (!model?.base || !policy || !recipients) {
    const missing = !model ? 'model' : !model.base ? 'base model' : !policy ? 'fee policy' : 'protocol recipients';
    return {
      failure: { verdict: 'UNAVAILABLE', reason: `The chain names no ${missing} for this inference.`, retry: false },
    };
  }
  if (!index) {
    const reason = 'No attribution index was committed before this inference was settled.';
    return { failure: { verdict: 'BAD_INDEX', reason, retry: false } };
  }
  try {
    const { digest, uri } = facts.transcript;
    const bytes = await context.library.blobs.fetch({ digest: digest as Digest, uri }, TRANSCRIPT_LIMIT_BYTES);
    const { tokenizer, method, trace } = await context.library.getModel(model.artifact, model.base, index);
    const transcript = parseTranscript(bytes);
    const check = await checkQuery(facts, transcript, tokenizer, method);
    const result = await method.attribute(check.query, answerOf(transcript), context.source);
    const spans = trace && placeSpans(transcript.completionTokenIds, tokenizer, trace);
    const contributors = await context.loadContributors(result.shares.map((share) => share.contributionId.toString()));
    const due = computeDue(facts, result.shares, { policy, recipients, modelOwner: model.owner, contributors });
    const tokens = { input: transcript.promptTokenIds.length, output: transcript.completionTokenIds.length };
    return { tokens, due, check, attribution: result, backend: method.backend, spans: spans ?? null };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

const BAD_INDEX = [IndexRootError, MalformedIndexError, MalformedSpanIndexError, NotPositiveDefiniteError];
const FORGED = [MalformedRetrievalError, MalformedTranscriptError, InvalidExampleError];
const UNUSABLE = [
  RowCapacityError,
  InvalidFeePolicyError,
  MalformedDigestError,
  MalformedManifestError,
  MalformedModelError,
  ModelTooLargeError,
  UnknownMethodError,
  UnquantizableBlockError,
  UnsupportedModelError,
];

/** The verdict a stranger's bytes earn; anything else is this machine's own failure and is thrown on. */
function failureOf(error: unknown): Failure {
  const is = (classes: readonly (abstract new (...args: never[]) => Error)[]): boolean =>
    classes.some((type) => error instanceof type);
  // It may quote a stranger: neither canonical JSON nor Postgres takes half a surrogate pair or a NUL.
  const reason = (error instanceof Error ? error.message : String(error)).toWellFormed().replace(/\p{Cc}/gu, '\uFFFD');
  if (isBlobError(error)) return { verdict: 'UNAVAILABLE', reason, retry: true };
  if (is(BAD_INDEX)) return { verdict: 'BAD_INDEX', reason, retry: false };
  if (is(FORGED)) return { verdict: 'FORGED_QUERY', reason, retry: false };
  if (is(UNUSABLE)) return { verdict: 'UNAVAILABLE', reason, retry: false };
  throw error;
}
