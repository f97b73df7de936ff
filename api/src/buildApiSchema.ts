import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchema, type ClassType } from 'type-graphql';
import type { NodeKind } from './nodeId.js';
import { AccountResolver } from './resolvers/AccountResolver.js';
import { AnswerSpanRowResolver } from './resolvers/AnswerSpanRowResolver.js';
import { AttributionDatanetWeightResolver } from './resolvers/AttributionDatanetWeightResolver.js';
import { AttributionIndexResolver } from './resolvers/AttributionIndexResolver.js';
import { AttributionResolver } from './resolvers/AttributionResolver.js';
import { BlockResolver } from './resolvers/BlockResolver.js';
import { ContributionResolver } from './resolvers/ContributionResolver.js';
import { ContributionShareResolver } from './resolvers/ContributionShareResolver.js';
import { ContributorPenaltyResolver } from './resolvers/ContributorPenaltyResolver.js';
import { DatanetResolver } from './resolvers/DatanetResolver.js';
import { DatanetVersionResolver } from './resolvers/DatanetVersionResolver.js';
import { DigestResolver } from './resolvers/DigestResolver.js';
import { EvidenceResolver } from './resolvers/EvidenceResolver.js';
import { FeePolicyResolver } from './resolvers/FeePolicyResolver.js';
import { InferenceResolver } from './resolvers/InferenceResolver.js';
import { ModelResolver } from './resolvers/ModelResolver.js';
import { NetworkResolver } from './resolvers/NetworkResolver.js';
import { NodeResolver } from './resolvers/NodeResolver.js';
import { PayoutChallengeResolver } from './resolvers/PayoutChallengeResolver.js';
import { PayoutResolver } from './resolvers/PayoutResolver.js';
import { QueryResolver } from './resolvers/QueryResolver.js';
import { ReconciliationLineResolver } from './resolvers/ReconciliationLineResolver.js';
import { ReconciliationResolver } from './resolvers/ReconciliationResolver.js';
import { RewardClaimResolver } from './resolvers/RewardClaimResolver.js';
import { SearchResolver } from './resolvers/SearchResolver.js';
import { TrainingRunInputResolver } from './resolvers/TrainingRunInputResolver.js';
import { TrainingRunResolver } from './resolvers/TrainingRunResolver.js';
import { createEvidenceResolver, createIdResolver } from './resolvers/createNodeResolvers.js';
import { Account } from './types/Account.js';
import { AttributionIndex } from './types/AttributionIndex.js';
import { Block } from './types/Block.js';
import { Contribution } from './types/Contribution.js';
import { ContributionShare } from './types/ContributionShare.js';
import { ContributorPenalty } from './types/ContributorPenalty.js';
import { Datanet } from './types/Datanet.js';
import { DatanetVersion } from './types/DatanetVersion.js';
import { FeePolicy } from './types/FeePolicy.js';
import { Inference } from './types/Inference.js';
import { Model } from './types/Model.js';
import { Payout } from './types/Payout.js';
import { PayoutChallenge } from './types/PayoutChallenge.js';
import { ProtocolEvent } from './types/ProtocolEvent.js';
import { Reconciliation } from './types/Reconciliation.js';
import { RewardClaim } from './types/RewardClaim.js';
import { TrainingRun } from './types/TrainingRun.js';

const resolvers = [
  AccountResolver,
  AnswerSpanRowResolver,
  AttributionDatanetWeightResolver,
  AttributionIndexResolver,
  AttributionResolver,
  BlockResolver,
  ContributionResolver,
  ContributionShareResolver,
  ContributorPenaltyResolver,
  DatanetResolver,
  DatanetVersionResolver,
  DigestResolver,
  EvidenceResolver,
  FeePolicyResolver,
  InferenceResolver,
  ModelResolver,
  NetworkResolver,
  NodeResolver,
  PayoutChallengeResolver,
  PayoutResolver,
  QueryResolver,
  ReconciliationLineResolver,
  ReconciliationResolver,
  RewardClaimResolver,
  SearchResolver,
  TrainingRunInputResolver,
  TrainingRunResolver,
] as const;

const nodeTypes: Readonly<Record<NodeKind, ClassType>> = {
  Account,
  AttributionIndex,
  Block,
  Contribution,
  ContributionShare,
  ContributorPenalty,
  Datanet,
  DatanetVersion,
  FeePolicy,
  Inference,
  Model,
  Payout,
  PayoutChallenge,
  ProtocolEvent,
  Reconciliation,
  RewardClaim,
  TrainingRun,
};

/** Types whose rows hold the place on chain that recorded them. */
const factTypes: readonly ClassType[] = [
  AttributionIndex,
  Contribution,
  ContributorPenalty,
  Datanet,
  DatanetVersion,
  FeePolicy,
  Inference,
  Model,
  Payout,
  PayoutChallenge,
  ProtocolEvent,
  RewardClaim,
  TrainingRun,
];

/** The whole schema. type-graphql keeps its metadata in the process, so build it once. */
export function buildApiSchema(): Promise<GraphQLSchema> {
  const idResolvers = Object.entries(nodeTypes).map(([kind, type]) => createIdResolver(type, kind as NodeKind));
  return buildSchema({
    resolvers: [...resolvers, ...idResolvers, ...factTypes.map(createEvidenceResolver)],
    orphanedTypes: Object.values(nodeTypes),
    validate: false,
  });
}
