import type { ListQuery } from '../ListQuery';
import { type ContributorPenaltyRow, contributorPenaltySource } from '../sources/ContributorPenaltyRow';
import { listOf } from './listOf';

const parents = { Account: 'cp.contributor_id = parent.id', Contribution: 'cp.contribution_id = parent.id' };

/** Penalties of an account or for a contribution, newest first. */
export function contributorPenaltyList(filter: { parent: keyof typeof parents }): ListQuery<ContributorPenaltyRow> {
  return listOf({
    source: contributorPenaltySource,
    field: 'penalties',
    order: 'cp',
    parents,
    parent: filter.parent,
  });
}
