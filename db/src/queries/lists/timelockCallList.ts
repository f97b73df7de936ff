import type { ListQuery } from '../ListQuery';
import { type TimelockCallRow, timelockCallSource } from '../sources/TimelockCallRow';
import { listOf } from './listOf';

const parents = {
  Proposal: 'tc.proposal_id = parent.id',
};

/** TimelockCalls, newest first: all, or by Proposal. */
export function timelockCallList(filter: { parent?: keyof typeof parents } = {}): ListQuery<TimelockCallRow> {
  return listOf({
    source: timelockCallSource,
    field: 'timelockCalls',
    order: 'tc',
    parents,
    parent: filter.parent ?? null,
  });
}
