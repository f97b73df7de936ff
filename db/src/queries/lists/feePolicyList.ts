import type { ListQuery } from '../ListQuery';
import { type FeePolicyRow, feePolicySource } from '../sources/FeePolicyRow';
import { listOf } from './listOf';

/** Fee policies of a model, the one in force first. */
export function feePolicyList(): ListQuery<FeePolicyRow> {
  return listOf({
    source: feePolicySource,
    field: 'feePolicies',
    order: 'f',
    parents: { Model: 'f.model_id = parent.id' },
    parent: 'Model',
  });
}
