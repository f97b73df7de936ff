import type { ListDefinition } from '../ListDefinition';
import type { SortKey } from '../ListQuery';
import { type AccountRow, accountSource } from '../sources/AccountRow';

const keys: readonly SortKey[] = [
  { expression: 'a.first_seen_block_number', type: 'int' },
  { expression: 'a.id', type: 'text' },
];

/** Accounts, those seen last first. */
export const accountList: ListDefinition<AccountRow> = {
  name: 'accounts',
  node: 'Account',
  description: 'Accounts that an event names.',
  isRoot: true,
  source: accountSource,
  orders: {
    NEWEST: { keys, isAscending: false, description: 'Those named last for the first time first.' },
    OLDEST: { keys, isAscending: true, description: 'Those named first first.' },
  },
  orderEnum: 'AccountOrder',
  filters: {
    address: { kind: 'address', expression: 'a.id', index: 'lookup', description: '0x and 40 hex digits, any case.' },
    firstSeenBlockNumber: {
      kind: 'integer',
      expression: 'a.first_seen_block_number',
      index: 'ordered',
      description: 'Block that first named it.',
    },
  },
  parents: {
    'Block.accountsFirstSeen': {
      condition: 'a.first_seen_block_number = parent.id::int',
      description: 'Accounts that it named for the first time.',
    },
  },
};
