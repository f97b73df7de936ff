import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type DatanetRow, datanetSource } from '../sources/DatanetRow';

/** Datanets, newest first. */
export const datanetList = defineChainList<DatanetRow>({
  name: 'datanets',
  node: 'Datanet',
  description: 'Datanets.',
  source: datanetSource,
  place: 'd',
  filters: {
    datanetId: { kind: 'id', expression: 'd.id', index: 'lookup', description: 'Decimal.' },
    name: { kind: 'text', expression: 'd.name', index: 'lookup', description: 'Its name.' },
    owner: { kind: 'address', expression: 'd.owner_id', index: 'lookup', description: 'Who created it.' },
    metadataDigest: {
      kind: 'hash',
      expression: 'd.metadata_digest',
      index: 'lookup',
      description: 'sha-256 of its metadata, 0x hex.',
    },
    ...chainFilters('d'),
  },
  parents: {
    'Account.datanets': { condition: 'd.owner_id = parent.id', description: 'Datanets it owns.' },
    'Model.datanets': {
      condition: `EXISTS (SELECT FROM training_run_input ti JOIN training_run t ON t.id = ti.training_run_id
        WHERE t.model_id = parent.id AND ti.datanet_id = d.id)`,
      description: 'Datanets that its recorded training runs used.',
    },
  },
});
