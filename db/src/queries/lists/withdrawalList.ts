import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type WithdrawalRow, withdrawalSource } from '../sources/WithdrawalRow';

/** Withdrawals, newest first. */
export const withdrawalList = defineChainList<WithdrawalRow>({
  name: 'withdrawals',
  node: 'Withdrawal',
  description: 'Messages to the parent chain.',
  source: withdrawalSource,
  place: 'wd',
  filters: {
    sender: { kind: 'address', expression: 'wd.sender_id', index: 'lookup', description: 'Who sends it.' },
    target: { kind: 'address', expression: 'wd.target', index: 'lookup', description: 'Address on the parent chain.' },
    withdrawalHash: {
      kind: 'hash',
      expression: 'wd.withdrawal_hash',
      index: 'lookup',
      description: 'By which it is proven there, 0x hex.',
    },
    valueWei: { kind: 'bigint', expression: 'wd.value_wei', index: 'none', description: 'What it takes there, wei.' },
    ...chainFilters('wd'),
  },
  parents: {
    'Account.withdrawals': { condition: 'wd.sender_id = parent.id', description: 'What it sent to the parent chain.' },
  },
});
