import { ComputeJobKind } from '../../model';
import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type ComputeJobRow, computeJobSource } from '../sources/ComputeJobRow';

/** GPU time that was given, newest first. */
export const computeJobList = defineChainList<ComputeJobRow>({
  name: 'computeJobs',
  node: 'ComputeJob',
  description: 'GPU time given to train or to serve.',
  source: computeJobSource,
  place: 'cj',
  filters: {
    jobId: { kind: 'id', expression: 'cj.id', index: 'lookup', description: 'Decimal.' },
    nodeId: {
      kind: 'id',
      expression: 'cj.node_id',
      index: 'lookup',
      isNullable: true,
      description: 'The machine, decimal; null when none is known.',
    },
    kind: {
      kind: 'enum',
      enum: { name: 'ComputeJobKind', values: Object.values(ComputeJobKind) },
      expression: 'cj.kind',
      index: 'ordered',
      description: 'What it was for.',
    },
    modelId: {
      kind: 'id',
      expression: 'cj.model_id',
      index: 'lookup',
      isNullable: true,
      description: 'What it served, decimal; null when it trained.',
    },
    runId: {
      kind: 'id',
      expression: 'cj.training_run_id',
      index: 'lookup',
      isNullable: true,
      description: 'What it trained, decimal; null when it served.',
    },
    ...chainFilters('cj'),
  },
  parents: {
    'ComputeNode.jobs': { condition: 'cj.node_id = parent.id', description: 'What it did.' },
    'Model.computeJobs': { condition: 'cj.model_id = parent.id', description: 'Machines that served it.' },
    'TrainingRun.computeJobs': {
      condition: 'cj.training_run_id = parent.id',
      description: 'Machines that computed it.',
    },
  },
});
