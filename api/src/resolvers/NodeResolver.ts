import {
  accountSource,
  attestationSchemaSource,
  attestationSource,
  attributionDatanetWeights,
  attributionIndexSource,
  attributionSource,
  blockSource,
  computeJobSource,
  computeNodeSource,
  contributionShareSource,
  contributionSource,
  contributorPenaltySource,
  datanetSource,
  datanetVersionSource,
  depositSource,
  type EntitySource,
  feePolicySource,
  gOpenHolderSource,
  gOpenTransferSource,
  governorSettingSource,
  indexQualitySource,
  inferenceSource,
  modelSource,
  payoutChallengeSource,
  payoutSource,
  proposalCalls,
  proposalSource,
  protocolEventSource,
  protocolRecipientsSource,
  reconciliationLines,
  reconciliationSource,
  rewardClaimSource,
  stakeEventSource,
  stakeSource,
  stakingConfigSource,
  timelockCallSource,
  trainingRunInputs,
  trainingRunSource,
  transactionSource,
  voteDelegationSource,
  votePowerSource,
  voteSource,
  withdrawalSource,
} from '@tributary/db';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { decodeNodeId, type NodeKind } from '../nodeId.js';
import type { RequestContext } from '../RequestContext.js';
import { type NamedRow, Node } from '../types/Node.js';

/** Where the rows of each kind of node come from. */
export const NODE_SOURCES: Readonly<Record<NodeKind, EntitySource<object>>> = {
  Account: accountSource,
  Attestation: attestationSource,
  AttestationSchema: attestationSchemaSource,
  Attribution: attributionSource,
  AttributionDatanetWeight: attributionDatanetWeights.source,
  AttributionIndex: attributionIndexSource,
  Block: blockSource,
  ComputeJob: computeJobSource,
  ComputeNode: computeNodeSource,
  Contribution: contributionSource,
  ContributionShare: contributionShareSource,
  ContributorPenalty: contributorPenaltySource,
  Datanet: datanetSource,
  DatanetVersion: datanetVersionSource,
  Deposit: depositSource,
  FeePolicy: feePolicySource,
  GOpenHolder: gOpenHolderSource,
  GOpenTransfer: gOpenTransferSource,
  GovernorSetting: governorSettingSource,
  IndexQuality: indexQualitySource,
  Inference: inferenceSource,
  Model: modelSource,
  Payout: payoutSource,
  PayoutChallenge: payoutChallengeSource,
  Proposal: proposalSource,
  ProposalCall: proposalCalls.source,
  ProtocolEvent: protocolEventSource,
  ProtocolRecipients: protocolRecipientsSource,
  Reconciliation: reconciliationSource,
  ReconciliationLine: reconciliationLines.source,
  RewardClaim: rewardClaimSource,
  Stake: stakeSource,
  StakeEvent: stakeEventSource,
  StakingConfig: stakingConfigSource,
  TimelockCall: timelockCallSource,
  TrainingRun: trainingRunSource,
  TrainingRunInput: trainingRunInputs.source,
  Transaction: transactionSource,
  Vote: voteSource,
  VoteDelegation: voteDelegationSource,
  VotePower: votePowerSource,
  Withdrawal: withdrawalSource,
};

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its global id; null when there is no such thing (any more).',
  })
  async node(
    @Arg('id', () => ID, { description: 'Global id of any Node.' }) id: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<NamedRow | null> {
    const node = decodeNodeId(id);
    if (node === null) return null;
    const row = await loaders.row(NODE_SOURCES[node.kind], node.key);
    return row === null ? null : { ...row, __typename: node.kind };
  }
}
