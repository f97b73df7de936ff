import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export type ContributionStatus = 'SUBMITTED' | 'ACCEPTED' | 'REJECTED' | 'WITHDRAWN';

export interface ContributionRow extends EvidenceRow {
  id: string;
  contributionId: string;
  datanetId: string | null;
  contributorId: string;
  contentDigest: string;
  contentUri: string;
  license: string;
  rowCount: bigint;
  byteCount: bigint;
  status: ContributionStatus;
  qualityBps: number | null;
  reviewReasonUri: string | null;
  reviewerId: string | null;
  reviewedBlockNumber: number | null;
  withdrawnBlockNumber: number | null;
  withdrawalReason: string | null;
}

/** Withdrawal wins over review. */
export const contributionStatusSql = `CASE
  WHEN c.withdrawn_block_number IS NOT NULL THEN 'WITHDRAWN'
  WHEN c.accepted IS NULL THEN 'SUBMITTED'
  WHEN c.accepted THEN 'ACCEPTED' ELSE 'REJECTED' END`;

export const contributionSource: EntitySource<ContributionRow> = {
  from: 'contribution c',
  key: 'c.id',
  columns: {
    id: 'c.id',
    contributionId: 'c.id',
    datanetId: 'c.datanet_id',
    contributorId: 'c.contributor_id',
    contentDigest: 'c.content_digest',
    contentUri: 'c.content_uri',
    license: 'c.license',
    rowCount: 'c.row_count',
    byteCount: 'c.byte_count',
    status: contributionStatusSql,
    qualityBps: 'c.quality_bps',
    reviewReasonUri: 'c.review_reason_uri',
    reviewerId: 'c.reviewer',
    reviewedBlockNumber: 'c.reviewed_block_number',
    withdrawnBlockNumber: 'c.withdrawn_block_number',
    withdrawalReason: 'c.withdrawal_reason',
    ...evidenceColumns('c'),
  },
};
