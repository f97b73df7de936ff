import type { ListQuery } from '../ListQuery';
import { sql } from '../sql';
import { type ComputeJobKindName, type ComputeJobRow, computeJobSource } from '../sources/ComputeJobRow';
import { listOf } from './listOf';

const parents = {
  ComputeNode: 'cj.node_id = parent.id',
  Model: 'cj.model_id = parent.id',
  TrainingRun: 'cj.training_run_id = parent.id',
};

/** ComputeJobs, newest first: all, or by ComputeNode, Model, TrainingRun. */
export function computeJobList(
  filter: { parent?: keyof typeof parents; kind?: ComputeJobKindName | null | undefined } = {},
): ListQuery<ComputeJobRow> {
  return listOf({
    source: computeJobSource,
    field: 'computeJobs',
    order: 'cj',
    parents,
    parent: filter.parent ?? null,
    conditions: [filter.kind != null ? sql`cj.kind::text = ${filter.kind}` : null],
  });
}
