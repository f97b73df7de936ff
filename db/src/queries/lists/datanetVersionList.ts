import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type DatanetVersionRow, datanetVersionSource } from '../sources/DatanetVersionRow';

/** Versions of datanets, newest first. */
export const datanetVersionList = defineChainList<DatanetVersionRow>({
  name: 'datanetVersions',
  node: 'DatanetVersion',
  description: 'Published versions of datanets.',
  source: datanetVersionSource,
  place: 'v',
  filters: {
    datanetId: {
      kind: 'id',
      expression: 'v.datanet_id',
      index: 'lookup',
      isNullable: true,
      description: 'Decimal; null when no such datanet is known.',
    },
    version: { kind: 'bigint', expression: 'v.version', index: 'none', description: 'Its number.' },
    ...chainFilters('v'),
  },
  parents: {
    'Datanet.versions': { condition: 'v.datanet_id = parent.id', description: 'Published versions.' },
  },
});
