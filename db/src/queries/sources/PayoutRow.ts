import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export type PayoutRoleName = 'PLATFORM' | 'MODEL' | 'STAKER' | 'CONTRIBUTOR' | 'UNATTRIBUTED' | 'UNKNOWN';

export interface PayoutRow extends EvidenceRow {
  id: string;
  inferenceId: string | null;
  claimedInferenceId: string;
  recipientId: string;
  role: PayoutRoleName;
  contributionId: string | null;
  claimedContributionId: string;
  amountWei: bigint;
}

export const payoutSource: EntitySource<PayoutRow> = {
  from: 'payout p',
  key: 'p.id',
  columns: {
    id: 'p.id',
    inferenceId: 'p.inference_id',
    claimedInferenceId: 'p.claimed_inference_id',
    recipientId: 'p.recipient_id',
    role: 'p.role::text',
    contributionId: 'p.contribution_id',
    claimedContributionId: 'p.claimed_contribution_id',
    amountWei: 'p.amount_wei',
    ...evidenceColumns('p'),
  },
};
