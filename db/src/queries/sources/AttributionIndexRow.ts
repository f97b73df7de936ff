import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';
import type { GroupQuery } from '../loadGroups';

export interface AttributionIndexRow extends EvidenceRow {
  id: string;
  modelId: string | null;
  method: string;
  indexRoot: string;
  rowCount: bigint;
  dimension: number;
  indexUri: string;
}

export const attributionIndexSource: EntitySource<AttributionIndexRow> = {
  from: 'attribution_index x',
  key: 'x.id',
  columns: {
    id: 'x.id',
    modelId: 'x.model_id',
    method: 'x.method',
    indexRoot: 'x.index_root',
    rowCount: 'x.row_count',
    dimension: 'x.dimension',
    indexUri: 'x.index_uri',
    ...evidenceColumns('x'),
  },
};

/** Indexes of a model, the one in force now first. */
export const latestIndexes: GroupQuery<AttributionIndexRow> = {
  source: attributionIndexSource,
  parentKey: 'x.model_id',
  orderBy: 'x.block_number DESC, x.log_index DESC',
};
