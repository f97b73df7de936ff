import { sharesRoot } from '@tributary/protocol';
import { keccak256 } from '../keccak256.js';
import type { InferenceFacts } from './inferenceFacts.js';
import type { Recomputation } from './recomputation.js';

/**
 * Everything needed to repeat a decision on another machine, as JSON: what was committed on chain, what was recomputed,
 * and the policy that turned shares into wei. Big integers are decimal strings.
 */
export function buildEvidence(
  facts: InferenceFacts,
  { check, attribution, failure, due, tokens, backend }: Recomputation,
): Record<string, unknown> {
  const { policy, index, model, transcript } = facts;
  return {
    inferenceId: facts.inferenceId,
    block: { number: facts.blockNumber, hash: facts.blockHash, transactionHash: facts.transactionHash },
    transcript,
    model: model && {
      modelId: model.modelId,
      artifact: model.artifact.digest,
      base: model.base?.digest ?? null,
    },
    index: index && { ...index, rowCount: index.rowCount.toString() },
    policy: policy && {
      eventId: policy.eventId,
      inputRateWei: policy.inputRateWei.toString(),
      outputRateWei: policy.outputRateWei.toString(),
      platformFeeWei: policy.platformFeeWei.toString(),
      modelBps: policy.modelBps,
      stakerBps: policy.stakerBps,
      contributorBps: policy.contributorBps,
      unattributedRecipient: policy.unattributedRecipient,
    },
    feeWei: facts.feeWei.toString(),
    posted: facts.attribution,
    ...(tokens && {
      tokens: { charged: [`${facts.inputTokens}`, `${facts.outputTokens}`], transcript: [tokens.input, tokens.output] },
    }),
    ...(failure && { failure: failure.reason }),
    ...(check && {
      query: {
        committed: check.committedDigest,
        recomputed: check.ownDigest,
        cosine: check.cosine,
        blockError: check.blockError,
        accepted: check.accepted,
      },
    }),
    ...(attribution && {
      sharesRoot: sharesRoot(attribution.shares, keccak256),
      unattributed: attribution.unattributed ? (attribution.reason ?? null) : null,
      weights: attribution.shares.map(({ contributionId, weight }) => [contributionId.toString(), weight.toString()]),
      backend,
    }),
    ...(due && {
      due: due.map((item) => [item.recipient, item.role, item.contributionId.toString(), item.amountWei.toString()]),
    }),
    paid: facts.payouts.map((item) => [
      item.recipient,
      item.role,
      item.contributionId.toString(),
      item.amountWei.toString(),
    ]),
  };
}
