import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export type StakeEventKindName = 'STAKED' | 'TOPPED_UP' | 'REQUESTED' | 'UNSTAKED';

/** What happened to a stake. */
export interface StakeEventRow extends EvidenceRow {
  id: string;
  claimedStakeId: string;
  kind: StakeEventKindName;
  amountWei: bigint | null;
  stakeId: string | null;
  recipientId: string;
}

export const stakeEventSource: EntitySource<StakeEventRow> = {
  from: 'stake_event se',
  key: 'se.id',
  columns: {
    id: 'se.id',
    claimedStakeId: 'se.claimed_stake_id',
    kind: 'se.kind::text',
    amountWei: 'se.amount_wei',
    stakeId: 'se.stake_id',
    recipientId: 'se.recipient_id',
    ...evidenceColumns('se'),
  },
};
