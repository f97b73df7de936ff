import { GovernorSetting, GovernorSettingName, Proposal, ProposalCall, Vote, VoteSupport } from '@tributary/db';
import type { events } from '../abi/OpenGovernor.js';
import type { Batch } from '../Batch.js';
import { getOrigin, getTimestampSeconds, type EventPlace } from '../ChainEvent.js';
import { decodeCall } from '../decodeCall.js';
import { REASON_LENGTH, TEXT_LENGTH, toColumnText } from '../toColumnText.js';
import { toJsonValue } from '../toJsonValue.js';
import { joinProblems, type Handlers } from './Handlers.js';

/** By the number on chain. */
const SUPPORTS = [VoteSupport.AGAINST, VoteSupport.FOR, VoteSupport.ABSTAIN] as const;

export const governor: Handlers<typeof events> = {
  ProposalCreated(batch, place, args) {
    const id = String(args.proposalId);
    if (batch.get(Proposal, id)) return `proposal ${id} was created before`;
    const proposal = batch.add(
      new Proposal({
        id,
        proposer: batch.getAccount(args.proposer, place.blockNumber),
        description: toColumnText(args.description, TEXT_LENGTH),
        voteStartSeconds: args.voteStart,
        voteEndSeconds: args.voteEnd,
        againstVotesWei: 0n,
        forVotesWei: 0n,
        abstainVotesWei: 0n,
        ...getOrigin(place),
      }),
    );
    const { targets, values, calldatas } = args;
    const callCount = Math.min(targets.length, values.length, calldatas.length);
    for (let position = 0; position < callCount; position++) {
      const target = targets[position]!;
      const data = calldatas[position]!;
      const { contract, functionName, args: callArgs } = decodeCall(batch.network.contracts.get(target), data);
      batch.add(
        new ProposalCall({
          id: `${id}-${position}`,
          proposal,
          position,
          target,
          valueWei: values[position]!,
          data,
          contract,
          functionName,
          args: callArgs && toJsonValue(callArgs),
        }),
      );
    }
    const isEven = [targets, values, calldatas].every(({ length }) => length === callCount);
    return joinProblems(!isEven && 'targets, values and calldatas differ in length; the shortest counts');
  },

  VoteCast: addVote,
  VoteCastWithParams: addVote,

  ProposalQueued(batch, place, args) {
    const proposal = batch.get(Proposal, String(args.proposalId));
    if (!proposal) return `proposal ${args.proposalId} does not exist`;
    if (proposal.queuedBlockNumber != null) return `proposal ${args.proposalId} was queued before`;
    proposal.etaSeconds = args.etaSeconds;
    proposal.queuedBlockNumber = place.blockNumber;
    proposal.queueTransactionHash = place.transactionHash;
    batch.change(proposal);
    // The timelock's events of the same transaction precede this one.
    for (const call of [...batch.network.timelockCalls.values()].flat()) {
      if (call.transactionHash !== place.transactionHash || call.blockNumber !== place.blockNumber) continue;
      if (call.proposal) continue;
      call.proposal = proposal;
      batch.change(call);
    }
    return undefined;
  },

  ProposalExecuted(batch, place, args) {
    const proposal = batch.get(Proposal, String(args.proposalId));
    if (!proposal) return `proposal ${args.proposalId} does not exist`;
    if (proposal.executedBlockNumber != null) return `proposal ${args.proposalId} was executed before`;
    proposal.executedBlockNumber = place.blockNumber;
    proposal.executionTransactionHash = place.transactionHash;
    batch.change(proposal);
    return undefined;
  },

  ProposalCanceled(batch, place, args) {
    const proposal = batch.get(Proposal, String(args.proposalId));
    if (!proposal) return `proposal ${args.proposalId} does not exist`;
    if (proposal.canceledBlockNumber != null) return `proposal ${args.proposalId} was canceled before`;
    proposal.canceledBlockNumber = place.blockNumber;
    proposal.cancellationTransactionHash = place.transactionHash;
    batch.change(proposal);
    return undefined;
  },

  VotingDelaySet(batch, place, { oldVotingDelay, newVotingDelay }) {
    return addSetting(batch, place, GovernorSettingName.VOTING_DELAY_SECONDS, oldVotingDelay, newVotingDelay);
  },

  VotingPeriodSet(batch, place, { oldVotingPeriod, newVotingPeriod }) {
    return addSetting(batch, place, GovernorSettingName.VOTING_PERIOD_SECONDS, oldVotingPeriod, newVotingPeriod);
  },

  ProposalThresholdSet(batch, place, { oldProposalThreshold, newProposalThreshold }) {
    const name = GovernorSettingName.PROPOSAL_THRESHOLD_WEI;
    return addSetting(batch, place, name, oldProposalThreshold, newProposalThreshold);
  },

  QuorumNumeratorUpdated(batch, place, { oldQuorumNumerator, newQuorumNumerator }) {
    return addSetting(batch, place, GovernorSettingName.QUORUM_NUMERATOR, oldQuorumNumerator, newQuorumNumerator);
  },

  TimelockChange(batch, place, { newTimelock }) {
    batch.add(
      new GovernorSetting({
        id: place.id,
        name: GovernorSettingName.TIMELOCK,
        newAddress: newTimelock,
        timestampSeconds: getTimestampSeconds(place),
        ...getOrigin(place),
      }),
    );
    return undefined;
  },
};

/** A setting that is a number. */
export function addSetting(
  batch: Batch,
  place: EventPlace,
  name: GovernorSettingName,
  oldValue: bigint,
  newValue: bigint,
): undefined {
  const timestampSeconds = getTimestampSeconds(place);
  batch.add(new GovernorSetting({ id: place.id, name, oldValue, newValue, timestampSeconds, ...getOrigin(place) }));
}

interface VoteArgs {
  voter: string;
  proposalId: bigint;
  support: number;
  weight: bigint;
  reason: string;
  params?: string;
}

function addVote(batch: Batch, place: EventPlace, args: VoteArgs): string | undefined {
  const proposalId = String(args.proposalId);
  const proposal = batch.get(Proposal, proposalId);
  const support = SUPPORTS[args.support];
  const vote = `${proposalId} ${args.voter}`;
  const isSecond = batch.network.votes.has(vote);
  const isCounted = proposal !== undefined && support !== undefined && !isSecond;
  batch.add(
    new Vote({
      id: place.id,
      proposal: proposal ?? null,
      claimedProposalId: proposalId,
      voter: batch.getAccount(args.voter, place.blockNumber),
      support: support ?? VoteSupport.UNKNOWN,
      weightWei: args.weight,
      reason: toColumnText(args.reason, REASON_LENGTH),
      params: args.params ?? null,
      isCounted,
      ...getOrigin(place),
    }),
  );
  if (isCounted) {
    batch.network.votes.add(vote);
    if (support === VoteSupport.AGAINST) proposal.againstVotesWei += args.weight;
    if (support === VoteSupport.FOR) proposal.forVotesWei += args.weight;
    if (support === VoteSupport.ABSTAIN) proposal.abstainVotesWei += args.weight;
    batch.change(proposal);
  }
  return joinProblems(
    !proposal && `proposal ${proposalId} does not exist`,
    support === undefined && `support ${args.support} is not known`,
    isSecond && `${args.voter} voted on proposal ${proposalId} before`,
  );
}
