import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export interface DatanetRow extends EvidenceRow {
  id: string;
  datanetId: string;
  ownerId: string;
  name: string;
  metadataUri: string;
  metadataDigest: string;
}

export const datanetSource: EntitySource<DatanetRow> = {
  from: 'datanet d',
  key: 'd.id',
  columns: {
    id: 'd.id',
    datanetId: 'd.id',
    ownerId: 'd.owner_id',
    name: 'd.name',
    metadataUri: 'd.metadata_uri',
    metadataDigest: 'd.metadata_digest',
    ...evidenceColumns('d'),
  },
};
