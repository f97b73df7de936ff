import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** What a third party says of a dataset, a model, or anything else. Only its address is certain: a name in the data is its own claim. */
export interface AttestationRow extends EvidenceRow {
  id: string;
  uid: string;
  claimedSchemaUid: string;
  claimedDatanetId: string | null;
  claimedVersion: bigint | null;
  claimedModelId: string | null;
  data: string | null;
  fields: unknown | null;
  problem: string | null;
  expirationSeconds: bigint | null;
  refUid: string | null;
  isRevocable: boolean | null;
  revokedBlockNumber: number | null;
  revocationTransactionHash: string | null;
  schemaId: string | null;
  attesterId: string;
  recipientId: string | null;
  datanetId: string | null;
  datanetVersionId: string | null;
  modelId: string | null;
}

export const attestationSource: EntitySource<AttestationRow> = {
  from: 'attestation at',
  key: 'at.id',
  columns: {
    id: 'at.id',
    uid: 'at.id',
    claimedSchemaUid: 'at.claimed_schema_uid',
    claimedDatanetId: 'at.claimed_datanet_id',
    claimedVersion: 'at.claimed_version',
    claimedModelId: 'at.claimed_model_id',
    data: 'at.data',
    fields: 'at.fields',
    problem: 'at.problem',
    expirationSeconds: 'at.expiration_seconds',
    refUid: 'at.ref_uid',
    isRevocable: 'at.is_revocable',
    revokedBlockNumber: 'at.revoked_block_number',
    revocationTransactionHash: 'at.revocation_transaction_hash',
    schemaId: 'at.schema_id',
    attesterId: 'at.attester_id',
    recipientId: 'at.recipient_id',
    datanetId: 'at.datanet_id',
    datanetVersionId: 'at.datanet_version_id',
    modelId: 'at.model_id',
    ...evidenceColumns('at'),
  },
};
