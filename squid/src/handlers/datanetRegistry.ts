import { Contribution, ContributorPenalty, Datanet, DatanetVersion } from '@tributary/db';
import type { events } from '../abi/DatanetRegistry.js';
import { getOrigin } from '../ChainEvent.js';
import { NAME_LENGTH, REASON_LENGTH, URI_LENGTH, toColumnText } from '../toColumnText.js';
import type { Handlers } from './Handlers.js';

export const datanetRegistry: Handlers<typeof events> = {
  DatanetCreated(batch, place, args) {
    const id = String(args.datanetId);
    if (batch.get(Datanet, id)) return `datanet ${id} was created before`;
    batch.add(
      new Datanet({
        id,
        owner: batch.getAccount(args.owner, place.blockNumber),
        name: toColumnText(args.name, NAME_LENGTH),
        metadataUri: toColumnText(args.metadataURI, URI_LENGTH),
        metadataDigest: args.metadataDigest,
        ...getOrigin(place),
      }),
    );
    return undefined;
  },

  ContributionSubmitted(batch, place, args) {
    const id = String(args.contributionId);
    if (batch.get(Contribution, id)) return `contribution ${id} was submitted before`;
    const datanet = batch.get(Datanet, String(args.datanetId));
    batch.add(
      new Contribution({
        id,
        datanet: datanet ?? null,
        claimedDatanetId: String(args.datanetId),
        contributor: batch.getAccount(args.contributor, place.blockNumber),
        contentDigest: args.contentDigest,
        contentUri: toColumnText(args.contentURI, URI_LENGTH),
        license: toColumnText(args.license, NAME_LENGTH),
        rowCount: args.rowCount,
        byteCount: args.byteCount,
        ...getOrigin(place),
      }),
    );
    return datanet ? undefined : `datanet ${args.datanetId} does not exist`;
  },

  ContributionReviewed(batch, place, args) {
    const contribution = batch.get(Contribution, String(args.contributionId));
    if (!contribution) return `contribution ${args.contributionId} does not exist`;
    if (contribution.reviewedBlockNumber != null) return `contribution ${args.contributionId} was reviewed before`;
    contribution.accepted = args.accepted;
    contribution.qualityBps = args.qualityBps;
    contribution.reviewReasonUri = toColumnText(args.reasonURI, URI_LENGTH);
    contribution.reviewer = args.reviewer;
    contribution.reviewedBlockNumber = place.blockNumber;
    contribution.reviewTransactionHash = place.transactionHash;
    batch.change(contribution);
    return undefined;
  },

  ContributionWithdrawn(batch, place, args) {
    const contribution = batch.get(Contribution, String(args.contributionId));
    if (!contribution) return `contribution ${args.contributionId} does not exist`;
    if (contribution.withdrawnBlockNumber != null) return `contribution ${args.contributionId} was withdrawn before`;
    contribution.withdrawnBlockNumber = place.blockNumber;
    contribution.withdrawalReason = toColumnText(args.reason, REASON_LENGTH);
    contribution.withdrawalTransactionHash = place.transactionHash;
    batch.change(contribution);
    return undefined;
  },

  DatanetVersionPublished(batch, place, args) {
    const id = `${args.datanetId}-${args.version}`;
    if (batch.get(DatanetVersion, id))
      return `version ${args.version} of datanet ${args.datanetId} was published before`;
    const datanet = batch.get(Datanet, String(args.datanetId));
    batch.add(
      new DatanetVersion({
        id,
        datanet: datanet ?? null,
        version: args.version,
        contributionsRoot: args.contributionsRoot,
        contributionCount: args.contributionCount,
        ...getOrigin(place),
      }),
    );
    return datanet ? undefined : `datanet ${args.datanetId} does not exist`;
  },

  ContributorPenalized(batch, place, args) {
    const contribution = batch.get(Contribution, String(args.contributionId));
    batch.add(
      new ContributorPenalty({
        id: place.id,
        contributor: batch.getAccount(args.contributor, place.blockNumber),
        contribution: contribution ?? null,
        penaltyBps: args.penaltyBps,
        slashedWei: args.slashedWei,
        reason: toColumnText(args.reason, REASON_LENGTH),
        ...getOrigin(place),
      }),
    );
    return contribution ? undefined : `contribution ${args.contributionId} does not exist`;
  },
};
