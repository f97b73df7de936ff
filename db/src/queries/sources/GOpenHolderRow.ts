import type { EntitySource } from '../EntitySource';

/** What an account holds of gOPEN and votes with, now. */
export interface GOpenHolderRow {
  /** Address, lower case. */
  id: string;
  balanceWei: bigint;
  delegateId: string | null;
  votesWei: bigint;
}

export const gOpenHolderSource: EntitySource<GOpenHolderRow> = {
  from: 'g_open_holder gh',
  key: 'gh.id',
  columns: { id: 'gh.id', balanceWei: 'gh.balance_wei', delegateId: 'gh.delegate_id', votesWei: 'gh.votes_wei' },
};
