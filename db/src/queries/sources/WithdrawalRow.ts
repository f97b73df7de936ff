import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** A message to the parent chain, with what it takes there: final there only after proof and waiting time. */
export interface WithdrawalRow extends EvidenceRow {
  id: string;
  nonce: bigint;
  target: string;
  valueWei: bigint;
  gasLimit: bigint;
  data: string;
  withdrawalHash: string;
  senderId: string;
}

export const withdrawalSource: EntitySource<WithdrawalRow> = {
  from: 'withdrawal wd',
  key: 'wd.id',
  columns: {
    id: 'wd.id',
    nonce: 'wd.nonce',
    target: 'wd.target',
    valueWei: 'wd.value_wei',
    gasLimit: 'wd.gas_limit',
    data: 'wd.data',
    withdrawalHash: 'wd.withdrawal_hash',
    senderId: 'wd.sender_id',
    ...evidenceColumns('wd'),
  },
};
