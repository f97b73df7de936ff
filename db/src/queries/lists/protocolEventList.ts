import type { ListQuery } from '../ListQuery';
import { type ProtocolEventRow, protocolEventSource } from '../sources/ProtocolEventRow';
import { listOf } from './listOf';

const parents = { Block: 'e.block_id = parent.id' };

/** Events, newest first: all, or of a block. */
export function protocolEventList(filter: { parent?: keyof typeof parents }): ListQuery<ProtocolEventRow> {
  return listOf({
    source: protocolEventSource,
    field: 'events',
    order: 'e',
    parents,
    parent: filter.parent ?? null,
  });
}
