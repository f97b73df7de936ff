import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type VoteDelegationRow, voteDelegationSource } from '../sources/VoteDelegationRow';

/** Delegations of votes, newest first. */
export const voteDelegationList = defineChainList<VoteDelegationRow>({
  name: 'voteDelegations',
  node: 'VoteDelegation',
  description: 'Delegations of votes as they were made.',
  source: voteDelegationSource,
  place: 'vd',
  filters: {
    delegator: {
      kind: 'address',
      expression: 'vd.delegator_id',
      index: 'lookup',
      description: 'Whose votes they are.',
    },
    fromDelegate: {
      kind: 'address',
      expression: 'vd.from_delegate_id',
      index: 'lookup',
      isNullable: true,
      description: 'Who voted with them before; null: nobody.',
    },
    toDelegate: {
      kind: 'address',
      expression: 'vd.to_delegate_id',
      index: 'lookup',
      isNullable: true,
      description: 'Who votes with them since; null: nobody.',
    },
    ...chainFilters('vd'),
  },
  parents: {
    'Account.delegationsGiven': { condition: 'vd.delegator_id = parent.id', description: 'To whom it gave its votes.' },
    'Account.delegationsReceived': {
      condition: 'vd.to_delegate_id = parent.id',
      description: 'Who gave it their votes.',
    },
  },
});
