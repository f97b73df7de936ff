import type { ListQuery } from '../ListQuery';
import { type StakeEventRow, stakeEventSource } from '../sources/StakeEventRow';
import { listOf } from './listOf';

const parents = {
  Stake: 'se.stake_id = parent.id',
};

/** Events, newest first: all, or by Stake. */
export function stakeEventList(filter: { parent?: keyof typeof parents } = {}): ListQuery<StakeEventRow> {
  return listOf({
    source: stakeEventSource,
    field: 'events',
    order: 'se',
    parents,
    parent: filter.parent ?? null,
  });
}
