import { comparePayouts } from '@tributary/protocol';
import { buildEvidence } from './buildEvidence.js';
import type { InferenceFacts } from './inferenceFacts.js';
import type { Recomputation, TokenCounts } from './recomputation.js';
import type { ReconciliationResult } from './reconciliation.js';

/** The verdict on what was recomputed against what was paid (`docs/attribution.md` §8 gives the order of the verdicts). */
export function concludeReconciliation(facts: InferenceFacts, recomputed: Recomputation): ReconciliationResult {
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
  const comparison = comparePayouts(recomputed.due, facts.payouts);
  const { verdict, expectedWei, paidWei } = comparison;
  const reason = {
    MATCHED: `Every recipient was paid exactly what the rule says, ${paidWei} wei in all.`,
    MISPAID: `The total of ${paidWei} wei is right, but it went to the wrong recipients.`,
    UNDERPAID: `${expectedWei - paidWei} wei of ${expectedWei} wei were not paid.`,
    OVERPAID: `${paidWei - expectedWei} wei more than the ${expectedWei} wei due were paid.`,
  }[verdict];
  return conclude(facts, recomputed, verdict, reason, comparison);
}

function conclude(
  facts: InferenceFacts,
  recomputed: Recomputation,
  verdict: ReconciliationResult['verdict'],
  reason: string,
  compared = comparePayouts(recomputed.due ?? [], facts.payouts),
): ReconciliationResult {
  const { tokens, due, check, attribution, backend, spans, failure } = recomputed;
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
