import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type ComputeNodeRow, computeNodeSource } from '../sources/ComputeNodeRow';

/** Machines, newest first. */
export const computeNodeList = defineChainList<ComputeNodeRow>({
  name: 'computeNodes',
  node: 'ComputeNode',
  description: 'Machines of compute networks.',
  source: computeNodeSource,
  place: 'cn',
  filters: {
    nodeId: { kind: 'id', expression: 'cn.id', index: 'lookup', description: 'Decimal.' },
    operator: { kind: 'address', expression: 'cn.operator_id', index: 'lookup', description: 'Who runs it.' },
    network: { kind: 'id', expression: 'cn.network', index: 'lookup', description: 'Which network it is of, exactly.' },
    ...chainFilters('cn'),
  },
  parents: {
    'Account.computeNodes': { condition: 'cn.operator_id = parent.id', description: 'Machines that it runs.' },
  },
});
