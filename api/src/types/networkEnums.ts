import { ComputeJobKind, GovernorSettingName, GOpenTransferKind, StakeEventKind, VoteSupport } from '@tributary/db';
import { registerEnumType } from 'type-graphql';

export { ComputeJobKind, GovernorSettingName, GOpenTransferKind, StakeEventKind, VoteSupport };

/** As OpenZeppelin's governor names them; this one knows no expiry. */
export enum ProposalState {
  PENDING = 'PENDING',
  ACTIVE = 'ACTIVE',
  CANCELED = 'CANCELED',
  DEFEATED = 'DEFEATED',
  SUCCEEDED = 'SUCCEEDED',
  QUEUED = 'QUEUED',
  EXECUTED = 'EXECUTED',
}

registerEnumType(ProposalState, {
  name: 'ProposalState',
  description: 'Where a proposal stands.',
  valuesConfig: {
    PENDING: { description: 'Voting has not begun.' },
    ACTIVE: { description: 'Voting is open.' },
    CANCELED: { description: 'Taken back, or cancelled in the timelock.' },
    DEFEATED: { description: 'Voting is over, and it did not carry: too few votes, or not more for it than against.' },
    SUCCEEDED: { description: 'It carried, and waits to be queued.' },
    QUEUED: { description: 'The timelock holds it back for a while.' },
    EXECUTED: { description: 'It was done.' },
  },
});

registerEnumType(GOpenTransferKind, {
  name: 'GOpenTransferKind',
  description: 'How gOPEN moved.',
  valuesConfig: {
    WRAP: { description: 'OPEN became gOPEN.' },
    UNWRAP: { description: 'gOPEN became OPEN.' },
    TRANSFER: { description: 'It went from one account to another.' },
  },
});

registerEnumType(VoteSupport, {
  name: 'VoteSupport',
  description: 'How a vote was cast.',
  valuesConfig: {
    AGAINST: { description: 'Against it.' },
    FOR: { description: 'For it.' },
    ABSTAIN: { description: 'Neither; it counts for the quorum.' },
    UNKNOWN: { description: 'A number this version does not know; not counted.' },
  },
});

registerEnumType(GovernorSettingName, {
  name: 'GovernorSettingName',
  description: 'A setting of the governor or of its timelock.',
  valuesConfig: {
    VOTING_DELAY_SECONDS: { description: 'From a proposal to the beginning of the vote.' },
    VOTING_PERIOD_SECONDS: { description: 'How long voting is open.' },
    PROPOSAL_THRESHOLD_WEI: { description: 'Votes one needs to propose.' },
    QUORUM_NUMERATOR: { description: 'Percent of the supply that has to vote for it or abstain.' },
    TIMELOCK: { description: 'The contract that executes.' },
    MIN_DELAY_SECONDS: { description: 'How long the timelock waits at least.' },
  },
});

registerEnumType(StakeEventKind, {
  name: 'StakeEventKind',
  description: 'What happened to a stake.',
  valuesConfig: {
    STAKED: { description: 'It was made.' },
    TOPPED_UP: { description: 'It was added to.' },
    REQUESTED: { description: 'It was asked back, and cools down.' },
    UNSTAKED: { description: 'It was paid back.' },
  },
});

registerEnumType(ComputeJobKind, {
  name: 'ComputeJobKind',
  description: 'What GPU time was given for.',
  valuesConfig: {
    TRAIN: { description: 'A training run.' },
    SERVE: { description: "Serving a model since the machine's last such job." },
    UNKNOWN: { description: 'A number this version does not know.' },
  },
});
