import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export interface DatanetVersionRow extends EvidenceRow {
  /** <datanetId>-<version> */
  id: string;
  datanetId: string | null;
  version: bigint;
  contributionsRoot: string;
  contributionCount: bigint;
}

export const datanetVersionSource: EntitySource<DatanetVersionRow> = {
  from: 'datanet_version v',
  key: 'v.id',
  columns: {
    id: 'v.id',
    datanetId: 'v.datanet_id',
    version: 'v.version',
    contributionsRoot: 'v.contributions_root',
    contributionCount: 'v.contribution_count',
    ...evidenceColumns('v'),
  },
};
