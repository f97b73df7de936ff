import { type ProposalRow, proposalSource, type TimelockCallRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../RequestContext.js';
import { Proposal } from '../types/Proposal.js';
import { TimelockCall } from '../types/TimelockCall.js';

/** Relations of a timelock call. */
@Resolver(() => TimelockCall)
export class TimelockCallResolver {
  @FieldResolver(() => Proposal, {
    nullable: true,
    description: 'The proposal that was queued by the same transaction; null when it is of none.',
  })
  proposal(@Root() timelockCall: TimelockCallRow, @Ctx() { loaders }: RequestContext): Promise<ProposalRow | null> {
    return loaders.row(proposalSource, timelockCall.proposalId);
  }
}
