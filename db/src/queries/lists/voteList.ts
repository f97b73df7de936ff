import type { ListQuery } from '../ListQuery';
import { type VoteRow, voteSource } from '../sources/VoteRow';
import { listOf } from './listOf';

const parents = {
  Proposal: 'vo.proposal_id = parent.id',
  Account: 'vo.voter_id = parent.id',
};

/** Votes, newest first: all, or by Proposal, Account. */
export function voteList(filter: { parent?: keyof typeof parents } = {}): ListQuery<VoteRow> {
  return listOf({
    source: voteSource,
    field: 'votes',
    order: 'vo',
    parents,
    parent: filter.parent ?? null,
  });
}
