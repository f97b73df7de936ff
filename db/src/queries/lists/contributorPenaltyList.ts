import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type ContributorPenaltyRow, contributorPenaltySource } from '../sources/ContributorPenaltyRow';

/** Penalties, newest first. */
export const contributorPenaltyList = defineChainList<ContributorPenaltyRow>({
  name: 'contributorPenalties',
  node: 'ContributorPenalty',
  description: 'Penalties of contributors.',
  source: contributorPenaltySource,
  place: 'cp',
  filters: {
    contributor: {
      kind: 'address',
      expression: 'cp.contributor_id',
      index: 'lookup',
      description: 'Whose stake was taken.',
    },
    contributionId: {
      kind: 'id',
      expression: 'cp.contribution_id',
      index: 'lookup',
      isNullable: true,
      description: 'For which contribution, decimal; null when none is known.',
    },
    slashedWei: { kind: 'bigint', expression: 'cp.slashed_wei', index: 'none', description: 'What was taken, wei.' },
    ...chainFilters('cp'),
  },
  parents: {
    'Account.penalties': { condition: 'cp.contributor_id = parent.id', description: 'Penalties on its contributions.' },
    'Contribution.penalties': { condition: 'cp.contribution_id = parent.id', description: 'Penalties on its stake.' },
  },
});
