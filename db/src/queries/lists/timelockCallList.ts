import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type TimelockCallRow, timelockCallSource } from '../sources/TimelockCallRow';

/** Calls that the timelock held or holds back, newest first. */
export const timelockCallList = defineChainList<TimelockCallRow>({
  name: 'timelockCalls',
  node: 'TimelockCall',
  description: 'Calls that the timelock held back or holds back.',
  source: timelockCallSource,
  place: 'tc',
  filters: {
    operationId: {
      kind: 'hash',
      expression: 'tc.operation_id',
      index: 'lookup',
      description: 'Operation that it is of, 0x hex.',
    },
    proposalId: {
      kind: 'id',
      expression: 'tc.proposal_id',
      index: 'lookup',
      isNullable: true,
      description: 'Proposal that was queued by the same transaction, decimal; null when it is of none.',
    },
    target: { kind: 'address', expression: 'tc.target', index: 'lookup', description: 'What it calls.' },
    executedBlockNumber: {
      kind: 'integer',
      expression: 'tc.executed_block_number',
      index: 'none',
      isNullable: true,
      description: 'Block in which it was done; null until then.',
    },
    cancelledBlockNumber: {
      kind: 'integer',
      expression: 'tc.cancelled_block_number',
      index: 'none',
      isNullable: true,
      description: 'Block in which it was cancelled; null while it is not.',
    },
    ...chainFilters('tc'),
  },
  parents: {
    'Proposal.timelockCalls': {
      condition: 'tc.proposal_id = parent.id',
      description: 'What the timelock holds back for it.',
    },
  },
});
