import {
  accountSource,
  attestationSchemaSource,
  attestationSource,
  attributionIndexSource,
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
  gOpenTransferSource,
  governorSettingSource,
  inferenceSource,
  modelSource,
  payoutChallengeSource,
  payoutSource,
  proposalSource,
  protocolEventSource,
  reconciliationSource,
  rewardClaimSource,
  stakeEventSource,
  stakeSource,
  stakingConfigSource,
  timelockCallSource,
  trainingRunSource,
  transactionSource,
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
  GOpenTransfer: gOpenTransferSource,
  GovernorSetting: governorSettingSource,
  Inference: inferenceSource,
  Model: modelSource,
  Payout: payoutSource,
  PayoutChallenge: payoutChallengeSource,
  Proposal: proposalSource,
  ProtocolEvent: protocolEventSource,
  Reconciliation: reconciliationSource,
  RewardClaim: rewardClaimSource,
  Stake: stakeSource,
  StakeEvent: stakeEventSource,
  StakingConfig: stakingConfigSource,
  TimelockCall: timelockCallSource,
  TrainingRun: trainingRunSource,
  Transaction: transactionSource,
  Vote: voteSource,
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
