import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export interface PayoutChallengeRow extends EvidenceRow {
  id: string;
  inferenceId: string | null;
  challengerId: string;
  evidenceDigest: string;
  resolvedBlockNumber: number | null;
  upheld: boolean | null;
  correctedWei: bigint | null;
}

export const payoutChallengeSource: EntitySource<PayoutChallengeRow> = {
  from: 'payout_challenge pc',
  key: 'pc.id',
  columns: {
    id: 'pc.id',
    inferenceId: 'pc.inference_id',
    challengerId: 'pc.challenger_id',
    evidenceDigest: 'pc.evidence_digest',
    resolvedBlockNumber: 'pc.resolved_block_number',
    upheld: 'pc.upheld',
    correctedWei: 'pc.corrected_wei',
    ...evidenceColumns('pc'),
  },
};
