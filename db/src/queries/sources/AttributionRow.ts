import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** What the operator claims on chain about who shaped an answer. */
export interface AttributionRow extends EvidenceRow {
  /** The inferenceId. */
  id: string;
  method: string;
  queryDigest: string;
  sharesRoot: string;
}

export const attributionSource: EntitySource<AttributionRow> = {
  from: 'attribution at',
  key: 'at.id',
  columns: {
    id: 'at.id',
    method: 'at.method',
    queryDigest: 'at.query_digest',
    sharesRoot: 'at.shares_root',
    ...evidenceColumns('at'),
  },
};
