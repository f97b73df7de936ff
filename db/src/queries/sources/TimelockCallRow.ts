import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** One call of an operation that the timelock holds back for a while. */
export interface TimelockCallRow extends EvidenceRow {
  id: string;
  operationId: string;
  position: bigint;
  target: string;
  valueWei: bigint;
  data: string;
  contract: string | null;
  functionName: string | null;
  args: unknown | null;
  delaySeconds: bigint;
  readyAtSeconds: bigint;
  executedBlockNumber: number | null;
  executionTransactionHash: string | null;
  cancelledBlockNumber: number | null;
  cancellationTransactionHash: string | null;
  proposalId: string | null;
}

export const timelockCallSource: EntitySource<TimelockCallRow> = {
  from: 'timelock_call tc',
  key: 'tc.id',
  columns: {
    id: 'tc.id',
    operationId: 'tc.operation_id',
    position: 'tc.position',
    target: 'tc.target',
    valueWei: 'tc.value_wei',
    data: 'tc.data',
    contract: 'tc.contract',
    functionName: 'tc.function_name',
    args: 'tc.args',
    delaySeconds: 'tc.delay_seconds',
    readyAtSeconds: 'tc.ready_at_seconds',
    executedBlockNumber: 'tc.executed_block_number',
    executionTransactionHash: 'tc.execution_transaction_hash',
    cancelledBlockNumber: 'tc.cancelled_block_number',
    cancellationTransactionHash: 'tc.cancellation_transaction_hash',
    proposalId: 'tc.proposal_id',
    ...evidenceColumns('tc'),
  },
};
