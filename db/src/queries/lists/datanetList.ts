import type { ListQuery } from '../ListQuery';
import { prefixPattern } from '../prefixPattern';
import { sql } from '../sql';
import { type DatanetRow, datanetSource } from '../sources/DatanetRow';
import { listOf } from './listOf';

const parents = {
  Account: 'd.owner_id = parent.id',
  Model: `EXISTS (SELECT FROM training_run_input ti JOIN training_run t ON t.id = ti.training_run_id
    WHERE t.model_id = parent.id AND ti.datanet_id = d.id)`,
};

/** Datanets, newest first: all, an account's, or those a model was trained on. `name` is a prefix, case ignored. */
export function datanetList(filter: {
  parent?: keyof typeof parents;
  name?: string | null | undefined;
}): ListQuery<DatanetRow> {
  return listOf({
    source: datanetSource,
    field: 'datanets',
    order: 'd',
    parents,
    parent: filter.parent ?? null,
    conditions: [filter.name ? sql`lower(d.name) LIKE ${prefixPattern(filter.name)}` : null],
  });
}
