import type { EntitySource } from '../EntitySource';
import type { GroupQuery } from '../loadGroups';

/** A transaction that made an event of the protocol, was sent to one of its contracts, or is a deposit. */
export interface TransactionRow {
  id: string;
  hash: string;
  blockNumber: number;
  transactionIndex: number;
  to: string | null;
  contract: string | null;
  functionName: string | null;
  selector: string | null;
  valueWei: bigint;
  type: number;
  succeeded: boolean | null;
  gasUsed: bigint | null;
  effectiveGasPriceWei: bigint | null;
  l1FeeWei: bigint | null;
  feeWei: bigint | null;
  mintWei: bigint | null;
  sourceHash: string | null;
  fromId: string;
}

export const transactionSource: EntitySource<TransactionRow> = {
  from: '"transaction" tx',
  key: 'tx.id',
  columns: {
    id: 'tx.id',
    hash: 'tx.hash',
    blockNumber: 'tx.block_number',
    transactionIndex: 'tx.transaction_index',
    to: 'tx."to"',
    contract: 'tx.contract',
    functionName: 'tx.function_name',
    selector: 'tx.selector',
    valueWei: 'tx.value_wei',
    type: 'tx.type',
    succeeded: 'tx.succeeded',
    gasUsed: 'tx.gas_used',
    effectiveGasPriceWei: 'tx.effective_gas_price_wei',
    l1FeeWei: 'tx.l1_fee_wei',
    feeWei: 'tx.fee_wei',
    mintWei: 'tx.mint_wei',
    sourceHash: 'tx.source_hash',
    fromId: 'tx.from_id',
  },
};

/** Transactions with a hash, the newest first. */
export const transactionsByHash: GroupQuery<TransactionRow> = {
  source: transactionSource,
  parentKey: 'tx.hash',
  orderBy: 'tx.block_number DESC, tx.transaction_index DESC',
};
