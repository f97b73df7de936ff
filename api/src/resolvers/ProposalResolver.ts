import {
  type AccountRow,
  type ProposalRow,
  timelockCallList,
  type TimelockCallRow,
  voteList,
  type VoteRow,
} from '@tributary/db';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import { type Connection, loadConnection } from '../loadConnection.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { PageArgs } from '../types/PageArgs.js';
import { Proposal } from '../types/Proposal.js';
import { TimelockCallConnection } from '../types/TimelockCall.js';
import { VoteConnection } from '../types/Vote.js';

/** Relations of a proposal. */
@Resolver(() => Proposal)
export class ProposalResolver {
  @FieldResolver(() => Account, { description: 'Who proposes it.' })
  proposer(@Root() proposal: ProposalRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, proposal.proposerId);
  }

  @FieldResolver(() => VoteConnection, { description: 'Votes on it.' })
  votes(
    @Root() proposal: ProposalRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<VoteRow>> {
    return loadConnection(loaders, voteList({ parent: 'Proposal' }), page, proposal.id);
  }

  @FieldResolver(() => TimelockCallConnection, { description: 'What the timelock holds back for it.' })
  timelockCalls(
    @Root() proposal: ProposalRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: RequestContext,
  ): Promise<Connection<TimelockCallRow>> {
    return loadConnection(loaders, timelockCallList({ parent: 'Proposal' }), page, proposal.id);
  }
}
