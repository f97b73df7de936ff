import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export interface InferenceRow extends EvidenceRow {
  id: string;
  inferenceId: string;
  modelId: string | null;
  payerId: string;
  inputTokens: bigint;
  outputTokens: bigint;
  feeWei: bigint;
  transcriptDigest: string;
  transcriptUri: string;
  feePolicyId: string | null;
  attributionIndexId: string | null;
  protocolRecipientsId: string | null;
  blockHash: string;
  settledAt: Date;
}

export const inferenceSource: EntitySource<InferenceRow> = {
  from: 'inference i',
  key: 'i.id',
  columns: {
    id: 'i.id',
    inferenceId: 'i.id',
    modelId: 'i.model_id',
    payerId: 'i.payer_id',
    inputTokens: 'i.input_tokens',
    outputTokens: 'i.output_tokens',
    feeWei: 'i.fee_wei',
    transcriptDigest: 'i.transcript_digest',
    transcriptUri: 'i.transcript_uri',
    feePolicyId: 'i.fee_policy_id',
    attributionIndexId: 'i.attribution_index_id',
    protocolRecipientsId: 'i.protocol_recipients_id',
    blockHash: 'i.block_hash',
    settledAt: 'i.settled_at',
    ...evidenceColumns('i'),
  },
};
