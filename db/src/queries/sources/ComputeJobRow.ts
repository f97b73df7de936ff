import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export type ComputeJobKindName = 'TRAIN' | 'SERVE' | 'UNKNOWN';

/** GPU time that a machine gave to train or to serve a model. */
export interface ComputeJobRow extends EvidenceRow {
  id: string;
  jobId: string;
  claimedNodeId: string;
  kind: ComputeJobKindName;
  claimedSubjectId: string;
  gpuSeconds: bigint;
  nodeId: string | null;
  trainingRunId: string | null;
  modelId: string | null;
}

export const computeJobSource: EntitySource<ComputeJobRow> = {
  from: 'compute_job cj',
  key: 'cj.id',
  columns: {
    id: 'cj.id',
    jobId: 'cj.id',
    claimedNodeId: 'cj.claimed_node_id',
    kind: 'cj.kind::text',
    claimedSubjectId: 'cj.claimed_subject_id',
    gpuSeconds: 'cj.gpu_seconds',
    nodeId: 'cj.node_id',
    trainingRunId: 'cj.training_run_id',
    modelId: 'cj.model_id',
    ...evidenceColumns('cj'),
  },
};
