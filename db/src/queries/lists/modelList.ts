import type { ListQuery } from '../ListQuery';
import { sql } from '../sql';
import { type ModelKindName, type ModelRow, modelSource } from '../sources/ModelRow';
import { listOf } from './listOf';

const parents = {
  Account: 'm.owner_id = parent.id',
  Model: 'm.base_model_id = parent.id',
  Datanet: `EXISTS (SELECT FROM training_run_input ti JOIN training_run t ON t.id = ti.training_run_id
    WHERE ti.datanet_id = parent.id AND t.model_id = m.id)`,
};

/** Models, newest first: all, an account's, the adapters of a model, or those trained on a datanet. */
export function modelList(filter: {
  parent?: keyof typeof parents;
  kind?: ModelKindName | null | undefined;
}): ListQuery<ModelRow> {
  return listOf({
    source: modelSource,
    field: filter.parent === 'Model' ? 'adapters' : 'models',
    order: 'm',
    parents,
    parent: filter.parent ?? null,
    conditions: [filter.kind ? sql`m.kind::text = ${filter.kind}` : null],
  });
}
