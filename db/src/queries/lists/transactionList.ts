import { blockFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type TransactionRow, transactionSource } from '../sources/TransactionRow';

/** Transactions, newest first; what has no log stands at its place in the block. */
export const transactionList = defineChainList<TransactionRow>({
  name: 'transactions',
  node: 'Transaction',
  description: 'Transactions that the ledger keeps.',
  source: transactionSource,
  place: [
    { expression: 'tx.block_number', type: 'int' },
    { expression: 'tx.transaction_index', type: 'int' },
  ],
  filters: {
    hash: {
      kind: 'hash',
      expression: 'tx.hash',
      index: 'lookup',
      description: '0x hex; a deposit may be repeated, so more than one may have it.',
    },
    from: { kind: 'address', expression: 'tx.from_id', index: 'ordered', description: 'Who sent it.' },
    to: {
      kind: 'address',
      expression: 'tx."to"',
      index: 'none',
      isNullable: true,
      description: 'Whom it was sent to; null when it creates a contract.',
    },
    contract: {
      kind: 'id',
      expression: 'tx.contract',
      index: 'lookup',
      isNullable: true,
      description: 'Name of that contract in the deployment; null for anything else.',
    },
    functionName: {
      kind: 'id',
      expression: 'tx.function_name',
      index: 'lookup',
      isNullable: true,
      description: 'What it called there; null when the contract has no such function.',
    },
    type: { kind: 'integer', expression: 'tx.type', index: 'none', description: 'EIP-2718 type; 126 is a deposit.' },
    succeeded: {
      kind: 'boolean',
      expression: 'tx.succeeded',
      index: 'none',
      isNullable: true,
      description: 'Whether it ran to its end; null where receipts are not read.',
    },
    valueWei: { kind: 'bigint', expression: 'tx.value_wei', index: 'none', description: 'OPEN that it moved, wei.' },
    feeWei: {
      kind: 'bigint',
      expression: 'tx.fee_wei',
      index: 'none',
      isNullable: true,
      description: 'What the sender paid beside the value, wei; null where receipts are not read.',
    },
    ...blockFilters('tx'),
  },
  parents: {
    'Account.transactions': { condition: 'tx.from_id = parent.id', description: 'Transactions that it sent.' },
    'Block.transactions': {
      condition: 'tx.block_id = parent.id',
      description: 'Transactions in it that the ledger keeps, the last first.',
    },
  },
});
