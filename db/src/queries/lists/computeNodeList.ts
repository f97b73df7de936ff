import type { ListQuery } from '../ListQuery';
import { sql } from '../sql';
import { type ComputeNodeRow, computeNodeSource } from '../sources/ComputeNodeRow';
import { listOf } from './listOf';

const parents = {
  Account: 'cn.operator_id = parent.id',
};

/** ComputeNodes, newest first: all, or by Account. */
export function computeNodeList(
  filter: { parent?: keyof typeof parents; network?: string | null | undefined } = {},
): ListQuery<ComputeNodeRow> {
  return listOf({
    source: computeNodeSource,
    field: 'computeNodes',
    order: 'cn',
    parents,
    parent: filter.parent ?? null,
    conditions: [filter.network != null ? sql`cn.network = ${filter.network}` : null],
  });
}
