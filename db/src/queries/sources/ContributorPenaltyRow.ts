import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export interface ContributorPenaltyRow extends EvidenceRow {
  id: string;
  contributorId: string;
  contributionId: string | null;
  penaltyBps: number;
  slashedWei: bigint;
  reason: string;
}

export const contributorPenaltySource: EntitySource<ContributorPenaltyRow> = {
  from: 'contributor_penalty cp',
  key: 'cp.id',
  columns: {
    id: 'cp.id',
    contributorId: 'cp.contributor_id',
    contributionId: 'cp.contribution_id',
    penaltyBps: 'cp.penalty_bps',
    slashedWei: 'cp.slashed_wei',
    reason: 'cp.reason',
    ...evidenceColumns('cp'),
  },
};
