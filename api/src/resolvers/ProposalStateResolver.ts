import { type ProposalCallRow, proposalCalls, type ProposalRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { getProposalState } from '../getProposalState.js';
import type { RequestContext } from '../RequestContext.js';
import { bigIntScalar } from '../scalars/bigIntScalar.js';
import { ProposalState } from '../types/networkEnums.js';
import { Proposal } from '../types/Proposal.js';
import { ProposalCall } from '../types/ProposalCall.js';

/** A bound on one proposal; more would not fit into a block. */
const MAX_CALLS = 1_000;

/** What a proposal would do, and where it stands: no event tells that a vote is over. */
@Resolver(() => Proposal)
export class ProposalStateResolver {
  @FieldResolver(() => ProposalState, {
    nullable: true,
    description:
      'Where it stands at the time of the newest block that is indexed; null when voting is over and the quorum is not known.',
  })
  async state(@Root() proposal: ProposalRow, @Ctx() { loaders }: RequestContext): Promise<ProposalState | null> {
    return getProposalState(proposal, await loaders.proposalFacts.load(proposal.id));
  }

  @FieldResolver(() => bigIntScalar, {
    nullable: true,
    description:
      'Votes that are needed, for and abstaining together, wei of gOPEN; null until the vote begins, or when it is not known.',
  })
  async quorumWei(@Root() proposal: ProposalRow, @Ctx() { loaders }: RequestContext): Promise<bigint | null> {
    return (await loaders.proposalFacts.load(proposal.id)).quorumWei;
  }

  @FieldResolver(() => [ProposalCall], { description: 'What it would do, in order, at most 1,000 calls.' })
  calls(@Root() proposal: ProposalRow, @Ctx() { loaders }: RequestContext): Promise<ProposalCallRow[]> {
    return loaders.groups(proposalCalls, MAX_CALLS).load(proposal.id);
  }
}
