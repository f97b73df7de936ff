import { InvalidExampleError, MalformedModelError, ModelTooLargeError, UnsupportedModelError } from '@tributary/lora';
import {
  InvalidFeePolicyError,
  MalformedDigestError,
  UnquantizableBlockError,
  comparePayouts,
  expectedPayouts,
  type ContributionWeight,
  type Digest,
  type PayoutItem,
} from '@tributary/protocol';
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
import { buildEvidence } from './buildEvidence.js';
import { answerOf, checkQuery } from './checkQuery.js';
import type { InferenceFacts } from './inferenceFacts.js';
import type { Failure, Recomputation, TokenCounts } from './recomputation.js';
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
  const recomputed = await recompute(facts, context);
  const unpaid = facts.payouts.length === 0 && facts.graceOver;
  if (unpaid && recomputed.failure && recomputed.failure.verdict !== 'FORGED_QUERY') {
    return conclude(facts, recomputed, 'UNPAID', 'Nothing was paid within the grace period.');
  }
  if (recomputed.failure) {
    return conclude(facts, recomputed, recomputed.failure.verdict, recomputed.failure.reason);
  }
  const { check } = recomputed;
  if (!check.accepted) return conclude(facts, recomputed, 'FORGED_QUERY', check.reason);
  if (unpaid) return conclude(facts, recomputed, 'UNPAID', 'Nothing was paid within the grace period.');
  const { verdict, expectedWei, paidWei } = comparePayouts(recomputed.due, facts.payouts);
  const reason = {
    MATCHED: `Every recipient was paid exactly what the rule says, ${paidWei} wei in all.`,
    MISPAID: `The total of ${paidWei} wei is right, but it went to the wrong recipients.`,
    UNDERPAID: `${expectedWei - paidWei} wei of ${expectedWei} wei were not paid.`,
    OVERPAID: `${paidWei - expectedWei} wei more than the ${expectedWei} wei due were paid.`,
  }[verdict];
  return conclude(facts, recomputed, verdict, reason);
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
    const due = await dueFor(facts, result.shares, policy, recipients, model.owner, context);
    const tokens = { input: transcript.promptTokenIds.length, output: transcript.completionTokenIds.length };
    return { tokens, due, check, attribution: result, backend: method.backend, spans: spans ?? null };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

async function dueFor(
  facts: InferenceFacts,
  shares: readonly ContributionWeight[],
  policy: NonNullable<InferenceFacts['policy']>,
  recipients: NonNullable<InferenceFacts['recipients']>,
  modelOwner: string,
  context: ReconcileContext,
): Promise<PayoutItem[]> {
  const contributors = await context.loadContributors(shares.map((share) => share.contributionId.toString()));
  return expectedPayouts(facts.feeWei, policy, shares, {
    platform: recipients.platform,
    staker: recipients.staker,
    model: modelOwner,
    unattributed: policy.unattributedRecipient,
    contributor: (contributionId) => {
      const address = contributors.get(contributionId.toString());
      if (!address) {
        throw new MalformedIndexError({
          reason: `it names contribution ${contributionId}, which the chain does not know`,
        });
      }
      return address;
    },
  });
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

function conclude(
  facts: InferenceFacts,
  recomputed: Recomputation,
  verdict: ReconciliationResult['verdict'],
  reason: string,
): ReconciliationResult {
  const { tokens, due, check, attribution, backend, spans, failure } = recomputed;
  const compared = comparePayouts(due ?? [], facts.payouts);
  return {
    verdict,
    reason: reason + describeTokens(facts, tokens),
    expectedWei: due ? compared.expectedWei : null,
    paidWei: compared.paidWei,
    unattributed: attribution?.unattributed ?? null,
    method: facts.index?.method ?? null,
    queryCosine: check?.cosine ?? null,
    queryBlockError: check?.blockError ?? null,
    backend: backend?.name ?? null,
    lines: compared.lines.map((line) => ({ ...line, expectedWei: due ? line.expectedWei : null })),
    shares: attribution?.shares ?? [],
    spans: spans ?? null,
    evidence: buildEvidence(facts, recomputed),
    retry: failure?.retry ?? false,
  };
}

/** No verdict hangs on it, since the contract charged what it was told; but whoever paid should know. */
function describeTokens(facts: InferenceFacts, tokens: TokenCounts | undefined): string {
  if (!tokens) return '';
  const { inputTokens, outputTokens } = facts;
  if (BigInt(tokens.input) === inputTokens && BigInt(tokens.output) === outputTokens) return '';
  return ` The fee was charged for ${inputTokens} + ${outputTokens} tokens; the transcript holds ${tokens.input} + ${tokens.output}.`;
}
