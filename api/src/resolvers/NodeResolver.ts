import {
  accountSource,
  attributionIndexSource,
  blockSource,
  contributionShareSource,
  contributionSource,
  contributorPenaltySource,
  datanetSource,
  datanetVersionSource,
  type EntitySource,
  feePolicySource,
  inferenceSource,
  modelSource,
  payoutChallengeSource,
  payoutSource,
  protocolEventSource,
  reconciliationSource,
  rewardClaimSource,
  trainingRunSource,
} from '@tributary/db';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { decodeNodeId, type NodeKind } from '../nodeId.js';
import type { RequestContext } from '../RequestContext.js';
import { type NamedRow, Node } from '../types/Node.js';

/** Where the rows of each kind of node come from. */
export const NODE_SOURCES: Readonly<Record<NodeKind, EntitySource<object>>> = {
  Account: accountSource,
  AttributionIndex: attributionIndexSource,
  Block: blockSource,
  Contribution: contributionSource,
  ContributionShare: contributionShareSource,
  ContributorPenalty: contributorPenaltySource,
  Datanet: datanetSource,
  DatanetVersion: datanetVersionSource,
  FeePolicy: feePolicySource,
  Inference: inferenceSource,
  Model: modelSource,
  Payout: payoutSource,
  PayoutChallenge: payoutChallengeSource,
  ProtocolEvent: protocolEventSource,
  Reconciliation: reconciliationSource,
  RewardClaim: rewardClaimSource,
  TrainingRun: trainingRunSource,
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
