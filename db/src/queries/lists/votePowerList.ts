import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type VotePowerRow, votePowerSource } from '../sources/VotePowerRow';

/** Checkpoints of voting power, newest first. */
export const votePowerList = defineChainList<VotePowerRow>({
  name: 'votePowers',
  node: 'VotePower',
  description: 'Checkpoints of voting power.',
  source: votePowerSource,
  place: 'vp',
  filters: {
    delegate: { kind: 'address', expression: 'vp.delegate_id', index: 'lookup', description: 'Who votes.' },
    votesWei: {
      kind: 'bigint',
      expression: 'vp.votes_wei',
      index: 'none',
      description: 'What it votes with since, wei of gOPEN.',
    },
    ...chainFilters('vp'),
  },
  parents: {
    'Account.votePowers': { condition: 'vp.delegate_id = parent.id', description: 'What it voted with over time.' },
  },
});
