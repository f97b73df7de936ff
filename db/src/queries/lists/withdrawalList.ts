import type { ListQuery } from '../ListQuery';
import { type WithdrawalRow, withdrawalSource } from '../sources/WithdrawalRow';
import { listOf } from './listOf';

const parents = {
  Account: 'wd.sender_id = parent.id',
};

/** Withdrawals, newest first: all, or by Account. */
export function withdrawalList(filter: { parent?: keyof typeof parents } = {}): ListQuery<WithdrawalRow> {
  return listOf({
    source: withdrawalSource,
    field: 'withdrawals',
    order: 'wd',
    parents,
    parent: filter.parent ?? null,
  });
}
