import type { ListQuery, SortKey } from '../ListQuery';
import { type DepositRow, depositSource } from '../sources/DepositRow';
import { listOf } from './listOf';

const parents = {
  Account: 'dp.from_id = parent.id',
};

/** By place in the chain; what has no log stands at its transaction. */
const order: readonly SortKey[] = [
  { expression: 'dp.block_number', type: 'int' },
  { expression: 'dp.transaction_index', type: 'int' },
];

/** Deposits, newest first: all, or by Account. */
export function depositList(filter: { parent?: keyof typeof parents } = {}): ListQuery<DepositRow> {
  return listOf({
    source: depositSource,
    field: 'deposits',
    order: order,
    parents,
    parent: filter.parent ?? null,
  });
}
