import type { ListQuery, SortKey } from '../ListQuery';
import { sql } from '../sql';
import { type TransactionRow, transactionSource } from '../sources/TransactionRow';
import { listOf } from './listOf';

const parents = {
  Account: 'tx.from_id = parent.id',
  Block: 'tx.block_id = parent.id',
};

/** By place in the chain; what has no log stands at its transaction. */
const order: readonly SortKey[] = [
  { expression: 'tx.block_number', type: 'int' },
  { expression: 'tx.transaction_index', type: 'int' },
];

/** Transactions, newest first: all, or by Account, Block. */
export function transactionList(
  filter: {
    parent?: keyof typeof parents;
    hash?: string | null | undefined;
    contract?: string | null | undefined;
    functionName?: string | null | undefined;
  } = {},
): ListQuery<TransactionRow> {
  return listOf({
    source: transactionSource,
    field: 'transactions',
    order: order,
    parents,
    parent: filter.parent ?? null,
    conditions: [
      filter.hash != null ? sql`tx.hash = ${filter.hash}` : null,
      filter.contract != null ? sql`tx.contract = ${filter.contract}` : null,
      filter.functionName != null ? sql`tx.function_name = ${filter.functionName}` : null,
    ],
  });
}
