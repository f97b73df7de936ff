import type { ListQuery } from '../ListQuery';
import { sql } from '../sql';
import { type GOpenTransferKindName, type GOpenTransferRow, gOpenTransferSource } from '../sources/GOpenTransferRow';
import { listOf } from './listOf';

const parents = {
  Account: '(gt.from_id = parent.id OR gt.to_id = parent.id)',
};

/** GOpenTransfers, newest first: all, or by Account. */
export function gOpenTransferList(
  filter: { parent?: keyof typeof parents; kind?: GOpenTransferKindName | null | undefined } = {},
): ListQuery<GOpenTransferRow> {
  return listOf({
    source: gOpenTransferSource,
    field: 'gOpenTransfers',
    order: 'gt',
    parents,
    parent: filter.parent ?? null,
    conditions: [filter.kind != null ? sql`gt.kind::text = ${filter.kind}` : null],
  });
}
