import type { ListQuery } from '../ListQuery';
import { type ProtocolEventRow, protocolEventSource } from '../sources/ProtocolEventRow';
import { listOf } from './listOf';

/** A transaction is known by its hash. */
const parents = { Block: 'e.block_id = parent.id', Transaction: 'e.transaction_hash = parent.id' };

/** Events, newest first: all, of a block, or of a transaction. */
export function protocolEventList(filter: { parent?: keyof typeof parents }): ListQuery<ProtocolEventRow> {
  return listOf({
    source: protocolEventSource,
    field: 'events',
    order: 'e',
    parents,
    parent: filter.parent ?? null,
  });
}
