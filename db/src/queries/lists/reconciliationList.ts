import { Verdict } from '../../model';
import { blockFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type ReconciliationRow, reconciliationSource } from '../sources/ReconciliationRow';

const expression = 'r.inference_block_number';
const { blockNumber, timestamp } = blockFilters('r');

/** Reconciliations, those of the newest inferences first; stale ones too, under the verdict they were given. */
export const reconciliationList = defineChainList<ReconciliationRow>({
  name: 'reconciliations',
  node: 'Reconciliation',
  description:
    'Reconciliations, those of the newest inferences first; stale ones too, under the verdict they were given.',
  source: reconciliationSource,
  place: [
    { expression, type: 'int' },
    { expression: 'r.id::numeric', type: 'numeric' },
  ],
  filters: {
    inferenceId: { kind: 'id', expression: 'r.id', index: 'lookup', description: 'What it is about, decimal.' },
    verdict: {
      kind: 'enum',
      enum: { name: 'Verdict', values: Object.values(Verdict) },
      expression: 'r.verdict',
      index: 'ordered',
      description: 'The verdict that was given.',
    },
    method: {
      kind: 'id',
      expression: 'r.method',
      index: 'none',
      isNullable: true,
      description: 'Name of the rule, e.g. gradient/2; null when none was applied.',
    },
    unattributed: {
      kind: 'boolean',
      expression: 'r.unattributed',
      index: 'none',
      isNullable: true,
      description: "Whether nobody's data shaped the answer; null when it was not found out.",
    },
    feeWei: { kind: 'bigint', expression: 'r.fee_wei', index: 'none', description: 'Fee of the inference, wei.' },
    paidWei: {
      kind: 'bigint',
      expression: 'r.paid_wei',
      index: 'none',
      description: 'Sum of the payouts that were compared, wei.',
    },
    engineVersion: { kind: 'id', expression: 'r.engine_version', index: 'none', description: 'Version of the engine.' },
    decidedAt: {
      kind: 'time',
      expression: 'r.decided_at',
      index: 'none',
      description: 'When the verdict was first reached.',
    },
    modelId: {
      kind: 'id',
      expression: 'i.model_id',
      index: 'none',
      isNullable: true,
      description: 'Which model answered, decimal; null when none is known, or while the chain has no such inference.',
    },
    signer: {
      kind: 'address',
      expression: 'i.signer',
      index: 'none',
      isNullable: true,
      description: 'Who settled the inference; null while the chain has no such inference.',
    },
    blockNumber: { ...blockNumber, expression, description: 'Height of the block of the settlement.' },
    timestamp: { ...timestamp, expression, description: 'Time of the block of the settlement.' },
  },
});
