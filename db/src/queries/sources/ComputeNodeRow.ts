import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

/** A machine of a compute network, in the words of its operator. */
export interface ComputeNodeRow extends EvidenceRow {
  id: string;
  nodeId: string;
  network: string;
  gpu: string;
  operatorId: string;
}

export const computeNodeSource: EntitySource<ComputeNodeRow> = {
  from: 'compute_node cn',
  key: 'cn.id',
  columns: {
    id: 'cn.id',
    nodeId: 'cn.id',
    network: 'cn.network',
    gpu: 'cn.gpu',
    operatorId: 'cn.operator_id',
    ...evidenceColumns('cn'),
  },
};
