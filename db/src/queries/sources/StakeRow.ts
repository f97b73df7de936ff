import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** gOPEN that an account has put aside for a time, at interest. */
export interface StakeRow extends EvidenceRow {
  id: string;
  stakingId: string;
  claimedConfigId: string | null;
  principalWei: bigint;
  requestedBlockNumber: number | null;
  endedBlockNumber: number | null;
  returnedWei: bigint | null;
  recipientId: string;
}

export const stakeSource: EntitySource<StakeRow> = {
  from: 'stake sk',
  key: 'sk.id',
  columns: {
    id: 'sk.id',
    stakingId: 'sk.id',
    claimedConfigId: 'sk.claimed_config_id',
    principalWei: 'sk.principal_wei',
    requestedBlockNumber: 'sk.requested_block_number',
    endedBlockNumber: 'sk.ended_block_number',
    returnedWei: 'sk.returned_wei',
    recipientId: 'sk.recipient_id',
    ...evidenceColumns('sk'),
  },
};
