import type { EntitySource } from '../EntitySource';

export interface AccountRow {
  id: string;
  /** Lower case, 0x. */
  address: string;
  /** Null for an address that only a reconciliation names. */
  firstSeenBlockNumber: number | null;
}

export const accountSource: EntitySource<AccountRow> = {
  from: 'account a',
  key: 'a.id',
  columns: { id: 'a.id', address: 'a.id', firstSeenBlockNumber: 'a.first_seen_block_number' },
};
