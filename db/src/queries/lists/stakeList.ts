import type { ListQuery } from '../ListQuery';
import { type StakeRow, stakeSource } from '../sources/StakeRow';
import { listOf } from './listOf';

const parents = {
  Account: 'sk.recipient_id = parent.id',
};

/** Stakes, newest first: all, or by Account. */
export function stakeList(filter: { parent?: keyof typeof parents } = {}): ListQuery<StakeRow> {
  return listOf({
    source: stakeSource,
    field: 'stakes',
    order: 'sk',
    parents,
    parent: filter.parent ?? null,
  });
}
