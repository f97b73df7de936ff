import { blockFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type BlockRow, blockSource } from '../sources/BlockRow';

const expression = 'b.number';

/** Blocks, newest first. */
export const blockList = defineChainList<BlockRow>({
  name: 'blocks',
  node: 'Block',
  description: 'Blocks that hold at least one protocol event or transaction of the ledger.',
  source: blockSource,
  place: [{ expression, type: 'int' }],
  filters: {
    number: { ...blockFilters('b').blockNumber, expression, description: 'Height.' },
    hash: { kind: 'hash', expression: 'b.hash', index: 'lookup', description: '0x hex.' },
    timestamp: { kind: 'time', expression: 'b.timestamp', index: 'lookup', description: 'Time of the block.' },
  },
});
