import type { ListQuery } from '../ListQuery';
import { type ProposalRow, proposalSource } from '../sources/ProposalRow';
import { listOf } from './listOf';

const parents = {
  Account: 'pr.proposer_id = parent.id',
};

/** Proposals, newest first: all, or by Account. */
export function proposalList(filter: { parent?: keyof typeof parents } = {}): ListQuery<ProposalRow> {
  return listOf({
    source: proposalSource,
    field: 'proposals',
    order: 'pr',
    parents,
    parent: filter.parent ?? null,
  });
}
