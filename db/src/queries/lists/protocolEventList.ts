import { blockFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type ProtocolEventRow, protocolEventSource } from '../sources/ProtocolEventRow';

/** Events, newest first. */
export const protocolEventList = defineChainList<ProtocolEventRow>({
  name: 'events',
  node: 'ProtocolEvent',
  description: 'Every event of the contracts.',
  source: protocolEventSource,
  place: 'e',
  filters: {
    name: {
      kind: 'id',
      expression: 'e.name',
      index: 'lookup',
      isNullable: true,
      description: 'Name of the event; null when this version does not know it.',
    },
    contract: { kind: 'id', expression: 'e.contract', index: 'none', description: 'Name of the contract.' },
    address: { kind: 'address', expression: 'e.address', index: 'none', description: 'Address of the contract.' },
    problem: {
      kind: 'id',
      expression: 'e.problem',
      index: 'none',
      isNullable: true,
      description: 'Why it could not be decoded, or what contradicts the ledger; null when all is well.',
    },
    transactionHash: {
      kind: 'hash',
      expression: 'e.transaction_hash',
      index: 'lookup',
      description: 'Transaction that made it, 0x hex.',
    },
    signer: { kind: 'address', expression: 'e.signer', index: 'lookup', description: 'Sender of that transaction.' },
    ...blockFilters('e'),
  },
  parents: {
    'Block.events': { condition: 'e.block_id = parent.id', description: 'Events in it, the last first.' },
    'Transaction.events': {
      condition: 'e.transaction_hash = parent.id',
      key: 'hash',
      description: 'Events that it made, the last first.',
    },
    'Account.events': { condition: 'e.signer = parent.id', description: 'Events of transactions that it sent.' },
  },
});
