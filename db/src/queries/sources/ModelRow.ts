import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export type ModelKindName = 'BASE' | 'ADAPTER' | 'MERGE' | 'UNKNOWN';

export interface ModelRow extends EvidenceRow {
  id: string;
  modelId: string;
  ownerId: string;
  baseModelId: string | null;
  kind: ModelKindName;
  name: string;
  artifactUri: string;
  artifactDigest: string;
  cardDigest: string;
  deprecatedBlockNumber: number | null;
  feePolicyControllerId: string | null;
}

export const modelSource: EntitySource<ModelRow> = {
  from: 'model m',
  key: 'm.id',
  columns: {
    id: 'm.id',
    modelId: 'm.id',
    ownerId: 'm.owner_id',
    baseModelId: 'm.base_model_id',
    kind: 'm.kind::text',
    name: 'm.name',
    artifactUri: 'm.artifact_uri',
    artifactDigest: 'm.artifact_digest',
    cardDigest: 'm.card_digest',
    deprecatedBlockNumber: 'm.deprecated_block_number',
    feePolicyControllerId: 'm.fee_policy_controller_id',
    ...evidenceColumns('m'),
  },
};
