import { blockFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type DepositRow, depositSource } from '../sources/DepositRow';

/** Deposits, newest first; they stand at the place of their transaction. */
export const depositList = defineChainList<DepositRow>({
  name: 'deposits',
  node: 'Deposit',
  description: 'OPEN that came from the parent chain.',
  source: depositSource,
  place: [
    { expression: 'dp.block_number', type: 'int' },
    { expression: 'dp.transaction_index', type: 'int' },
  ],
  filters: {
    from: { kind: 'address', expression: 'dp.from_id', index: 'lookup', description: 'Whom it was created for.' },
    to: {
      kind: 'address',
      expression: 'dp.to_id',
      index: 'lookup',
      isNullable: true,
      description: 'Whom the value was sent on to; null when it creates a contract.',
    },
    sourceHash: {
      kind: 'hash',
      expression: 'dp.source_hash',
      index: 'lookup',
      description: 'Its id on the parent chain, 0x hex.',
    },
    mintWei: { kind: 'bigint', expression: 'dp.mint_wei', index: 'none', description: 'What was created, wei.' },
    succeeded: {
      kind: 'boolean',
      expression: 'dp.succeeded',
      index: 'none',
      isNullable: true,
      description: 'Whether the call ran to its end; null where receipts are not read.',
    },
    ...blockFilters('dp'),
  },
  parents: {
    'Account.deposits': {
      condition: 'dp.from_id = parent.id',
      description: 'OPEN that came to it from the parent chain.',
    },
    'Account.depositsReceived': {
      condition: 'dp.to_id = parent.id',
      description: 'Deposits whose value was sent on to it.',
    },
    'Transaction.deposits': {
      condition: 'dp.transaction_id = parent.id',
      description: 'The deposit that it is; none for any other transaction.',
    },
  },
});
