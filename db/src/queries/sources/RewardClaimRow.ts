import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export interface RewardClaimRow extends EvidenceRow {
  id: string;
  recipientId: string;
  amountWei: bigint;
}

export const rewardClaimSource: EntitySource<RewardClaimRow> = {
  from: 'reward_claim rc',
  key: 'rc.id',
  columns: { id: 'rc.id', recipientId: 'rc.recipient_id', amountWei: 'rc.amount_wei', ...evidenceColumns('rc') },
};
