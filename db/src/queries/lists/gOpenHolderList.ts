import type { ListDefinition } from '../ListDefinition';
import type { SortKey } from '../ListQuery';
import { type GOpenHolderRow, gOpenHolderSource } from '../sources/GOpenHolderRow';

const keys: readonly SortKey[] = [
  { expression: 'gh.balance_wei', type: 'numeric' },
  { expression: 'gh.id', type: 'text' },
];

/** Who holds gOPEN or votes with it, the largest first. */
export const gOpenHolderList: ListDefinition<GOpenHolderRow> = {
  name: 'gOpenHolders',
  node: 'GOpenHolder',
  description: 'Who holds gOPEN or votes with it, now.',
  isRoot: true,
  source: gOpenHolderSource,
  orders: {
    LARGEST_BALANCE: { keys, isAscending: false, description: 'Who holds the most first.' },
    SMALLEST_BALANCE: { keys, isAscending: true, description: 'Who holds the least first.' },
  },
  orderEnum: 'GOpenHolderOrder',
  filters: {
    account: { kind: 'address', expression: 'gh.id', index: 'lookup', description: 'Who holds it.' },
    delegate: {
      kind: 'address',
      expression: 'gh.delegate_id',
      index: 'lookup',
      isNullable: true,
      description: 'Who votes with it; null: nobody.',
    },
    balanceWei: {
      kind: 'bigint',
      expression: 'gh.balance_wei',
      index: 'lookup',
      description: 'What it holds, wei of gOPEN.',
    },
    votesWei: {
      kind: 'bigint',
      expression: 'gh.votes_wei',
      index: 'none',
      description: 'What it votes with, wei of gOPEN.',
    },
  },
  parents: {
    'Account.delegators': {
      condition: 'gh.delegate_id = parent.id',
      description: 'Who lets it vote with what they hold, now.',
    },
  },
};
