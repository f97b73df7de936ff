import {
  Attribution,
  AttributionDatanetWeight,
  Contribution,
  Datanet,
  Inference,
  Payout,
  PayoutChallenge,
  PayoutRole,
  ProtocolRecipients,
  RewardClaim,
} from '@tributary/db';
import type { events } from '../abi/AttributionSettlement.js';
import { getOrigin } from '../ChainEvent.js';
import { NAME_LENGTH, toColumnText } from '../toColumnText.js';
import { joinProblems, type Handlers } from './Handlers.js';

/** By the number on chain. */
const PAYOUT_ROLES = [
  PayoutRole.PLATFORM,
  PayoutRole.MODEL,
  PayoutRole.STAKER,
  PayoutRole.CONTRIBUTOR,
  PayoutRole.UNATTRIBUTED,
] as const;

export const attributionSettlement: Handlers<typeof events> = {
  ProtocolRecipientsSet(batch, place, args) {
    batch.protocolRecipients = batch.add(
      new ProtocolRecipients({
        id: place.id,
        platformRecipient: batch.getAccount(args.platformRecipient, place.blockNumber),
        stakerRecipient: batch.getAccount(args.stakerRecipient, place.blockNumber),
        ...getOrigin(place),
      }),
    );
    return undefined;
  },

  AttributionPosted(batch, place, args) {
    const id = String(args.inferenceId);
    if (batch.get(Attribution, id)) return `the attribution of inference ${id} was posted before`;
    const inference = batch.get(Inference, id);
    const attribution = batch.add(
      new Attribution({
        id,
        inference: inference ?? null,
        method: toColumnText(args.method, NAME_LENGTH),
        queryDigest: args.queryDigest,
        sharesRoot: args.sharesRoot,
        ...getOrigin(place),
      }),
    );
    const weightCount = Math.min(args.datanetIds.length, args.datanetWeights.length);
    for (let position = 0; position < weightCount; position++) {
      const datanetId = String(args.datanetIds[position]);
      batch.add(
        new AttributionDatanetWeight({
          id: `${id}-${position}`,
          attribution,
          position,
          datanet: batch.get(Datanet, datanetId) ?? null,
          claimedDatanetId: datanetId,
          weight: args.datanetWeights[position]!,
        }),
      );
    }
    return joinProblems(
      !inference && `inference ${id} does not exist`,
      args.datanetIds.length !== args.datanetWeights.length &&
        'datanetIds and datanetWeights differ in length; the shorter counts',
    );
  },

  Payout(batch, place, args) {
    const inference = batch.get(Inference, String(args.inferenceId));
    const role = PAYOUT_ROLES[args.role];
    const namesContribution = args.contributionId !== 0n;
    const contribution = namesContribution ? batch.get(Contribution, String(args.contributionId)) : undefined;
    batch.add(
      new Payout({
        id: place.id,
        inference: inference ?? null,
        claimedInferenceId: String(args.inferenceId),
        recipient: batch.getAccount(args.recipient, place.blockNumber),
        role: role ?? PayoutRole.UNKNOWN,
        contribution: contribution ?? null,
        claimedContributionId: String(args.contributionId),
        amountWei: args.amountWei,
        ...getOrigin(place),
      }),
    );
    return joinProblems(
      !inference && `inference ${args.inferenceId} does not exist`,
      namesContribution && !contribution && `contribution ${args.contributionId} does not exist`,
      role === undefined && `role ${args.role} is not known`,
    );
  },

  RewardClaimed(batch, place, args) {
    batch.add(
      new RewardClaim({
        id: place.id,
        recipient: batch.getAccount(args.recipient, place.blockNumber),
        amountWei: args.amountWei,
        ...getOrigin(place),
      }),
    );
    return undefined;
  },

  PayoutChallenged(batch, place, args) {
    const inferenceId = String(args.inferenceId);
    const inference = batch.get(Inference, inferenceId);
    const challenge = batch.add(
      new PayoutChallenge({
        id: place.id,
        inference: inference ?? null,
        claimedInferenceId: inferenceId,
        challenger: batch.getAccount(args.challenger, place.blockNumber),
        evidenceDigest: args.evidenceDigest,
        ...getOrigin(place),
      }),
    );
    batch.challenges.set(inferenceId, [...(batch.challenges.get(inferenceId) ?? []), challenge]);
    return inference ? undefined : `inference ${inferenceId} does not exist`;
  },

  ChallengeResolved(batch, place, args) {
    const inferenceId = String(args.inferenceId);
    const open = batch.challenges.get(inferenceId)?.find((challenge) => challenge.resolvedBlockNumber == null);
    if (!open) return `inference ${inferenceId} has no open challenge`;
    open.resolvedBlockNumber = place.blockNumber;
    open.upheld = args.upheld;
    open.correctedWei = args.correctedWei;
    open.resolutionTransactionHash = place.transactionHash;
    batch.change(open);
    return undefined;
  },
};
