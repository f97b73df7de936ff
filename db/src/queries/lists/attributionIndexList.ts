import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type AttributionIndexRow, attributionIndexSource } from '../sources/AttributionIndexRow';

/** Attribution indexes, newest first. */
export const attributionIndexList = defineChainList<AttributionIndexRow>({
  name: 'attributionIndexes',
  node: 'AttributionIndex',
  description: 'Committed attribution indexes.',
  source: attributionIndexSource,
  place: 'x',
  filters: {
    modelId: {
      kind: 'id',
      expression: 'x.model_id',
      index: 'lookup',
      isNullable: true,
      description: 'Whose index it is, decimal; null when no such model is known.',
    },
    method: { kind: 'id', expression: 'x.method', index: 'none', description: 'Name of the rule, e.g. gradient/2.' },
    indexRoot: {
      kind: 'hash',
      expression: 'x.index_root',
      index: 'none',
      description: 'Merkle root over its rows, 0x hex.',
    },
    ...chainFilters('x'),
  },
  parents: {
    'Model.indexes': {
      condition: 'x.model_id = parent.id',
      description: 'Committed attribution indexes, the one in force first.',
    },
  },
});
