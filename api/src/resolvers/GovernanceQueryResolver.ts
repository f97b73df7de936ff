import { type ProposalRow, proposalSource } from '@tributary/db';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { Proposal } from '../types/Proposal.js';

/** What is decided by those who hold gOPEN. */
@Resolver()
export class GovernanceQueryResolver {
  @Query(() => Proposal, { nullable: true, description: 'A proposal by its id.' })
  proposal(
    @Arg('proposalId', () => String, { description: 'Decimal.' }) proposalId: string,
    @Ctx() { loaders }: RequestContext,
  ): Promise<ProposalRow | null> {
    return loaders.row(proposalSource, proposalId);
  }
}
