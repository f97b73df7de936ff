import 'reflect-metadata';
import { allLists, type BlockRow, type EvidenceRow } from '@tributary/db';
import type { GraphQLSchema } from 'graphql';
import { buildSchema, type ClassType } from 'type-graphql';
import { ImpactRecipientResolver, ImpactResolver } from './lineage/ImpactResolver.js';
import { LedgerAsOfResolver } from './lineage/LedgerAsOfResolver.js';
import { LineageEdge } from './lineage/Lineage.js';
import { LineageResolver } from './lineage/LineageResolver.js';
import { NodeAsOfResolver } from './lineage/NodeAsOfResolver.js';
import { createListResolvers } from './lists/createListResolvers.js';
import { listTypes } from './lists/listTypes.js';
import { LiveResolver } from './live/LiveResolver.js';
import { noPubSub } from './live/noPubSub.js';
import { AnalyticsKeyResolver } from './analytics/AnalyticsKeyResolver.js';
import { AnalyticsResolver } from './analytics/AnalyticsResolver.js';
import type { NodeKind } from './nodeId.js';
import { createReferenceResolvers } from './createReferenceResolvers.js';
import { AccountResolver } from './resolvers/AccountResolver.js';
import { AccountVotesResolver } from './resolvers/AccountVotesResolver.js';
import { AnswerSpanRowResolver } from './resolvers/AnswerSpanRowResolver.js';
import { AttestationQueryResolver } from './resolvers/AttestationQueryResolver.js';
import { AttestationResolver } from './resolvers/AttestationResolver.js';
import { AttestationSchemaResolver } from './resolvers/AttestationSchemaResolver.js';
import { AttributionDatanetWeightResolver } from './resolvers/AttributionDatanetWeightResolver.js';
import { AttributionIndexResolver } from './resolvers/AttributionIndexResolver.js';
import { AttributionResolver } from './resolvers/AttributionResolver.js';
import { ChainResolver } from './resolvers/ChainResolver.js';
import { ComputeJobResolver } from './resolvers/ComputeJobResolver.js';
import { ComputeNodeResolver } from './resolvers/ComputeNodeResolver.js';
import { ComputeQueryResolver } from './resolvers/ComputeQueryResolver.js';
import { ContributionResolver } from './resolvers/ContributionResolver.js';
import { ContributionShareResolver } from './resolvers/ContributionShareResolver.js';
import { ContributorPenaltyResolver } from './resolvers/ContributorPenaltyResolver.js';
import { DatanetResolver } from './resolvers/DatanetResolver.js';
import { DatanetVersionResolver } from './resolvers/DatanetVersionResolver.js';
import { DepositResolver } from './resolvers/DepositResolver.js';
import { DigestResolver } from './resolvers/DigestResolver.js';
import { EconomyQueryResolver } from './resolvers/EconomyQueryResolver.js';
import { EvidenceResolver } from './resolvers/EvidenceResolver.js';
import { FeePolicyResolver } from './resolvers/FeePolicyResolver.js';
import { GOpenTransferResolver } from './resolvers/GOpenTransferResolver.js';
import { GovernanceQueryResolver } from './resolvers/GovernanceQueryResolver.js';
import { InferenceResolver } from './resolvers/InferenceResolver.js';
import { ModelNetworkResolver } from './resolvers/ModelNetworkResolver.js';
import { ModelResolver } from './resolvers/ModelResolver.js';
import { NetworkResolver } from './resolvers/NetworkResolver.js';
import { NodeResolver } from './resolvers/NodeResolver.js';
import { PayoutChallengeResolver } from './resolvers/PayoutChallengeResolver.js';
import { PayoutResolver } from './resolvers/PayoutResolver.js';
import { ProposalResolver } from './resolvers/ProposalResolver.js';
import { ProposalStateResolver } from './resolvers/ProposalStateResolver.js';
import { ProtocolEventResolver } from './resolvers/ProtocolEventResolver.js';
import { QueryResolver } from './resolvers/QueryResolver.js';
import { ReconciliationLineResolver } from './resolvers/ReconciliationLineResolver.js';
import { ReconciliationResolver } from './resolvers/ReconciliationResolver.js';
import { RewardClaimResolver } from './resolvers/RewardClaimResolver.js';
import { SearchResolver } from './resolvers/SearchResolver.js';
import { StakeEventResolver } from './resolvers/StakeEventResolver.js';
import { StakeResolver } from './resolvers/StakeResolver.js';
import { TimelockCallResolver } from './resolvers/TimelockCallResolver.js';
import { TrainingRunInputResolver } from './resolvers/TrainingRunInputResolver.js';
import { TrainingRunResolver } from './resolvers/TrainingRunResolver.js';
import { TransactionResolver } from './resolvers/TransactionResolver.js';
import { VoteResolver } from './resolvers/VoteResolver.js';
import { WithdrawalResolver } from './resolvers/WithdrawalResolver.js';
import { createEvidenceResolver, createFinalityResolver, createIdResolver } from './resolvers/createNodeResolvers.js';
import { Account } from './types/Account.js';
import { VotePower } from './types/VotePower.js';
import { VoteDelegation } from './types/VoteDelegation.js';
import { TrainingRunInput } from './types/TrainingRunInput.js';
import { ReconciliationLine } from './types/ReconciliationLine.js';
import { ProtocolRecipients } from './types/ProtocolRecipients.js';
import { ProposalCall } from './types/ProposalCall.js';
import { IndexQuality } from './types/IndexQuality.js';
import { GOpenHolder } from './types/GOpenHolder.js';
import { AttributionDatanetWeight } from './types/AttributionDatanetWeight.js';
import { Attestation } from './types/Attestation.js';
import { AttestationSchema } from './types/AttestationSchema.js';
import { Attribution } from './types/Attribution.js';
import { AttributionIndex } from './types/AttributionIndex.js';
import { Block } from './types/Block.js';
import { ComputeJob } from './types/ComputeJob.js';
import { ComputeNode } from './types/ComputeNode.js';
import { Contribution } from './types/Contribution.js';
import { ContributionShare } from './types/ContributionShare.js';
import { ContributorPenalty } from './types/ContributorPenalty.js';
import { Datanet } from './types/Datanet.js';
import { DatanetVersion } from './types/DatanetVersion.js';
import { Deposit } from './types/Deposit.js';
import { Evidence } from './types/Evidence.js';
import { FeePolicy } from './types/FeePolicy.js';
import { GOpenTransfer } from './types/GOpenTransfer.js';
import { GovernorSetting } from './types/GovernorSetting.js';
import { Inference } from './types/Inference.js';
import { Model } from './types/Model.js';
import { Payout } from './types/Payout.js';
import { PayoutChallenge } from './types/PayoutChallenge.js';
import { Proposal } from './types/Proposal.js';
import { ProtocolEvent } from './types/ProtocolEvent.js';
import { Reconciliation } from './types/Reconciliation.js';
import { RewardClaim } from './types/RewardClaim.js';
import { Stake } from './types/Stake.js';
import { StakeEvent } from './types/StakeEvent.js';
import { StakingConfig } from './types/StakingConfig.js';
import { TimelockCall } from './types/TimelockCall.js';
import { TrainingRun } from './types/TrainingRun.js';
import { Transaction } from './types/Transaction.js';
import { Vote } from './types/Vote.js';
import { Withdrawal } from './types/Withdrawal.js';

const resolvers = [
  AccountResolver,
  AnalyticsKeyResolver,
  AnalyticsResolver,
  AccountVotesResolver,
  AnswerSpanRowResolver,
  AttestationQueryResolver,
  AttestationResolver,
  AttestationSchemaResolver,
  AttributionDatanetWeightResolver,
  AttributionIndexResolver,
  AttributionResolver,
  ChainResolver,
  ComputeJobResolver,
  ComputeNodeResolver,
  ComputeQueryResolver,
  ContributionResolver,
  ContributionShareResolver,
  ContributorPenaltyResolver,
  DatanetResolver,
  DatanetVersionResolver,
  DepositResolver,
  DigestResolver,
  EconomyQueryResolver,
  EvidenceResolver,
  FeePolicyResolver,
  GOpenTransferResolver,
  GovernanceQueryResolver,
  ImpactRecipientResolver,
  ImpactResolver,
  InferenceResolver,
  LedgerAsOfResolver,
  LineageResolver,
  LiveResolver,
  ModelNetworkResolver,
  ModelResolver,
  NetworkResolver,
  NodeAsOfResolver,
  NodeResolver,
  PayoutChallengeResolver,
  PayoutResolver,
  ProposalResolver,
  ProposalStateResolver,
  ProtocolEventResolver,
  QueryResolver,
  ReconciliationLineResolver,
  ReconciliationResolver,
  RewardClaimResolver,
  SearchResolver,
  StakeEventResolver,
  StakeResolver,
  TimelockCallResolver,
  TrainingRunInputResolver,
  TrainingRunResolver,
  TransactionResolver,
  VoteResolver,
  WithdrawalResolver,
] as const;

const nodeTypes: Readonly<Record<NodeKind, ClassType>> = {
  Account,
  Attestation,
  AttestationSchema,
  Attribution,
  AttributionDatanetWeight,
  AttributionIndex,
  Block,
  ComputeJob,
  ComputeNode,
  Contribution,
  ContributionShare,
  ContributorPenalty,
  Datanet,
  DatanetVersion,
  Deposit,
  FeePolicy,
  GOpenHolder,
  GOpenTransfer,
  GovernorSetting,
  IndexQuality,
  Inference,
  Model,
  Payout,
  PayoutChallenge,
  Proposal,
  ProposalCall,
  ProtocolEvent,
  ProtocolRecipients,
  Reconciliation,
  ReconciliationLine,
  RewardClaim,
  Stake,
  StakeEvent,
  StakingConfig,
  TimelockCall,
  TrainingRun,
  TrainingRunInput,
  Transaction,
  Vote,
  VoteDelegation,
  VotePower,
  Withdrawal,
};

/** Types whose rows hold the place on chain that recorded them. */
const factTypes: readonly ClassType[] = [
  Attestation,
  AttestationSchema,
  Attribution,
  AttributionIndex,
  ComputeJob,
  ComputeNode,
  Contribution,
  ContributorPenalty,
  Datanet,
  DatanetVersion,
  FeePolicy,
  GOpenTransfer,
  GovernorSetting,
  Inference,
  Model,
  Payout,
  PayoutChallenge,
  Proposal,
  ProtocolEvent,
  ProtocolRecipients,
  RewardClaim,
  Stake,
  StakeEvent,
  StakingConfig,
  TimelockCall,
  TrainingRun,
  Vote,
  VoteDelegation,
  VotePower,
  Withdrawal,
];

let built: Promise<GraphQLSchema> | undefined;

/** The whole schema. type-graphql keeps its metadata in the process, so it is built once. */
export function buildApiSchema(): Promise<GraphQLSchema> {
  built ??= generateSchema();
  return built;
}

function generateSchema(): Promise<GraphQLSchema> {
  const idResolvers = Object.entries(nodeTypes).map(([kind, type]) => createIdResolver(type, kind as NodeKind));
  const finalityResolvers = [
    ...[...factTypes, Evidence, Transaction, Deposit].map((type) =>
      createFinalityResolver<Pick<EvidenceRow, 'blockNumber'>>(type, (row) => row.blockNumber),
    ),
    createFinalityResolver<BlockRow>(Block, (row) => row.number),
    createFinalityResolver<LineageEdge>(LineageEdge, ({ evidence }) => evidence.blockNumber),
  ];
  return buildSchema({
    resolvers: [
      ...resolvers,
      ...idResolvers,
      ...factTypes.map(createEvidenceResolver),
      ...finalityResolvers,
      ...allLists.flatMap((list) => createListResolvers(list, listTypes)),
      ...createReferenceResolvers(),
    ],
    orphanedTypes: Object.values(nodeTypes),
    validate: false,
    pubSub: noPubSub,
  });
}
