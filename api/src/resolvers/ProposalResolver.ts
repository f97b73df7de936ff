import { type AccountRow, type ProposalRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Proposal } from '../types/Proposal.js';

/** Relations of a proposal. */
@Resolver(() => Proposal)
export class ProposalResolver {
  @FieldResolver(() => Account, { description: 'Who proposes it.' })
  proposer(@Root() proposal: ProposalRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, proposal.proposerId);
  }
}
