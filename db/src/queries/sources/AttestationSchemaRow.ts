import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** What attestations of a kind say, field by field. */
export interface AttestationSchemaRow extends EvidenceRow {
  id: string;
  uid: string;
  resolver: string | null;
  isRevocable: boolean;
  schema: string;
  registererId: string;
}

export const attestationSchemaSource: EntitySource<AttestationSchemaRow> = {
  from: 'attestation_schema as_',
  key: 'as_.id',
  columns: {
    id: 'as_.id',
    uid: 'as_.id',
    resolver: 'as_.resolver',
    isRevocable: 'as_.is_revocable',
    schema: 'as_.schema',
    registererId: 'as_.registerer_id',
    ...evidenceColumns('as_'),
  },
};
