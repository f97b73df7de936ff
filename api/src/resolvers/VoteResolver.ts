import { type AccountRow, type ProposalRow, proposalSource, type VoteRow } from '@tributary/db';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadAccount } from '../loadAccount.js';
import type { RequestContext } from '../RequestContext.js';
import { Account } from '../types/Account.js';
import { Proposal } from '../types/Proposal.js';
import { Vote } from '../types/Vote.js';

/** Relations of a vote. */
@Resolver(() => Vote)
export class VoteResolver {
  @FieldResolver(() => Proposal, {
    nullable: true,
    description: 'What it is about; null when no such proposal is known.',
  })
  proposal(@Root() vote: VoteRow, @Ctx() { loaders }: RequestContext): Promise<ProposalRow | null> {
    return loaders.row(proposalSource, vote.proposalId);
  }

  @FieldResolver(() => Account, { description: 'Who voted.' })
  voter(@Root() vote: VoteRow, @Ctx() { loaders }: RequestContext): Promise<AccountRow> {
    return loadAccount(loaders, vote.voterId);
  }
}
