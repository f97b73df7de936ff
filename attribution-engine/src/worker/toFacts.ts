import type { InferenceRecord } from '@tributary/db';
import { PAYOUT_ROLES, type PayoutRole } from '@tributary/protocol';
import type { InferenceFacts } from '../reconcile/inferenceFacts.js';

/** A database record as the facts the engine decides on: amounts become bigint. */
export function toFacts(record: InferenceRecord): InferenceFacts {
  const { model, policy, index } = record;
  return {
    inferenceId: record.inferenceId,
    blockNumber: record.blockNumber,
    blockHash: record.blockHash,
    transactionHash: record.transactionHash,
    settledAt: record.settledAt,
    feeWei: record.feeWei,
    inputTokens: record.inputTokens,
    outputTokens: record.outputTokens,
    gateway: record.gateway,
    transcript: { digest: record.transcriptDigest, uri: record.transcriptUri },
    model: model && {
      modelId: model.modelId,
      owner: model.owner,
      artifact: { digest: model.artifactDigest, uri: model.artifactUri },
      base:
        model.baseModelId !== null && model.baseArtifactDigest !== null && model.baseArtifactUri !== null
          ? { modelId: model.baseModelId, digest: model.baseArtifactDigest, uri: model.baseArtifactUri }
          : undefined,
    },
    policy: policy && {
      ...policy,
      inputRateWei: BigInt(policy.inputRateWei),
      outputRateWei: BigInt(policy.outputRateWei),
      platformFeeWei: BigInt(policy.platformFeeWei),
    },
    index: index && { ...index, rowCount: BigInt(index.rowCount) },
    recipients: record.recipients,
    attribution: record.attribution,
    payouts: record.payouts.map((payout) => ({
      recipient: payout.recipient,
      // A number no version knows stays a line of its own: nobody is due anything in it.
      role: (PAYOUT_ROLES as readonly string[]).includes(payout.role)
        ? (payout.role as PayoutRole)
        : ('UNKNOWN' as PayoutRole),
      contributionId: BigInt(payout.contributionId),
      amountWei: BigInt(payout.amountWei),
    })),
    payoutsDigest: record.payoutsDigest,
    graceOver: record.graceOver,
  };
}
