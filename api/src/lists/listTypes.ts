import { Account, AccountConnection } from '../types/Account.js';
import { Attestation, AttestationConnection } from '../types/Attestation.js';
import { AttestationSchema, AttestationSchemaConnection } from '../types/AttestationSchema.js';
import { AttributionDatanetWeightConnection } from '../types/AttributionDatanetWeight.js';
import { AttributionIndex, AttributionIndexConnection } from '../types/AttributionIndex.js';
import { Block, BlockConnection } from '../types/Block.js';
import { ComputeJobConnection } from '../types/ComputeJob.js';
import { ComputeNode, ComputeNodeConnection } from '../types/ComputeNode.js';
import { Contribution, ContributionConnection } from '../types/Contribution.js';
import { ContributionShareConnection } from '../types/ContributionShare.js';
import { ContributorPenaltyConnection } from '../types/ContributorPenalty.js';
import { Datanet, DatanetConnection } from '../types/Datanet.js';
import { DatanetVersion, DatanetVersionConnection } from '../types/DatanetVersion.js';
import { DepositConnection } from '../types/Deposit.js';
import { FeePolicy, FeePolicyConnection } from '../types/FeePolicy.js';
import { GOpenHolderConnection } from '../types/GOpenHolder.js';
import { GOpenTransferConnection } from '../types/GOpenTransfer.js';
import { GovernorSettingConnection } from '../types/GovernorSetting.js';
import { Inference, InferenceConnection } from '../types/Inference.js';
import { Model, ModelConnection } from '../types/Model.js';
import { PayoutConnection } from '../types/Payout.js';
import { PayoutChallengeConnection } from '../types/PayoutChallenge.js';
import { Proposal, ProposalConnection } from '../types/Proposal.js';
import { ProtocolEventConnection } from '../types/ProtocolEvent.js';
import { ProtocolRecipients, ProtocolRecipientsConnection } from '../types/ProtocolRecipients.js';
import { ReconciliationConnection } from '../types/Reconciliation.js';
import { RewardClaimConnection } from '../types/RewardClaim.js';
import { Stake, StakeConnection } from '../types/Stake.js';
import { StakeEventConnection } from '../types/StakeEvent.js';
import { StakingConfig, StakingConfigConnection } from '../types/StakingConfig.js';
import { TimelockCallConnection } from '../types/TimelockCall.js';
import { TrainingRun, TrainingRunConnection } from '../types/TrainingRun.js';
import { TrainingRunInputConnection } from '../types/TrainingRunInput.js';
import { Transaction, TransactionConnection } from '../types/Transaction.js';
import { VoteConnection } from '../types/Vote.js';
import { VoteDelegationConnection } from '../types/VoteDelegation.js';
import { VotePowerConnection } from '../types/VotePower.js';
import { WithdrawalConnection } from '../types/Withdrawal.js';
import type { ListTypes } from './createListResolvers.js';

/** Types that have lists as fields, and pages by the type of their entries. */
export const listTypes: ListTypes = {
  nodes: {
    Account,
    Attestation,
    AttestationSchema,
    AttributionIndex,
    Block,
    ComputeNode,
    Contribution,
    Datanet,
    DatanetVersion,
    FeePolicy,
    Inference,
    Model,
    Proposal,
    ProtocolRecipients,
    Stake,
    StakingConfig,
    TrainingRun,
    Transaction,
  },
  connections: {
    Account: AccountConnection,
    Attestation: AttestationConnection,
    AttestationSchema: AttestationSchemaConnection,
    AttributionDatanetWeight: AttributionDatanetWeightConnection,
    AttributionIndex: AttributionIndexConnection,
    Block: BlockConnection,
    ComputeJob: ComputeJobConnection,
    ComputeNode: ComputeNodeConnection,
    Contribution: ContributionConnection,
    ContributionShare: ContributionShareConnection,
    ContributorPenalty: ContributorPenaltyConnection,
    Datanet: DatanetConnection,
    DatanetVersion: DatanetVersionConnection,
    Deposit: DepositConnection,
    FeePolicy: FeePolicyConnection,
    GOpenHolder: GOpenHolderConnection,
    GOpenTransfer: GOpenTransferConnection,
    GovernorSetting: GovernorSettingConnection,
    Inference: InferenceConnection,
    Model: ModelConnection,
    Payout: PayoutConnection,
    PayoutChallenge: PayoutChallengeConnection,
    Proposal: ProposalConnection,
    ProtocolEvent: ProtocolEventConnection,
    ProtocolRecipients: ProtocolRecipientsConnection,
    Reconciliation: ReconciliationConnection,
    RewardClaim: RewardClaimConnection,
    Stake: StakeConnection,
    StakeEvent: StakeEventConnection,
    StakingConfig: StakingConfigConnection,
    TimelockCall: TimelockCallConnection,
    TrainingRun: TrainingRunConnection,
    TrainingRunInput: TrainingRunInputConnection,
    Transaction: TransactionConnection,
    Vote: VoteConnection,
    VoteDelegation: VoteDelegationConnection,
    VotePower: VotePowerConnection,
    Withdrawal: WithdrawalConnection,
  },
};
