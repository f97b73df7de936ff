import type { EntitySource } from '../EntitySource';

/** OPEN that came from the parent chain. It stays with the account it was created for even when the call fails. */
export interface DepositRow {
  id: string;
  sourceHash: string;
  mintWei: bigint;
  valueWei: bigint;
  succeeded: boolean | null;
  blockNumber: number;
  transactionIndex: number;
  transactionHash: string;
  fromId: string;
  toId: string | null;
}

export const depositSource: EntitySource<DepositRow> = {
  from: 'deposit dp',
  key: 'dp.id',
  columns: {
    id: 'dp.id',
    sourceHash: 'dp.source_hash',
    mintWei: 'dp.mint_wei',
    valueWei: 'dp.value_wei',
    succeeded: 'dp.succeeded',
    blockNumber: 'dp.block_number',
    transactionIndex: 'dp.transaction_index',
    transactionHash: 'dp.transaction_hash',
    fromId: 'dp.from_id',
    toId: 'dp.to_id',
  },
};
