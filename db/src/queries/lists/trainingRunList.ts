import type { ListQuery } from '../ListQuery';
import { type TrainingRunRow, trainingRunSource } from '../sources/TrainingRunRow';
import { listOf } from './listOf';

const parents = {
  Model: 't.model_id = parent.id',
  Datanet: 'EXISTS (SELECT FROM training_run_input ti WHERE ti.training_run_id = t.id AND ti.datanet_id = parent.id)',
};

/** Training runs, newest first: all, of a model, or that used a datanet. */
export function trainingRunList(filter: { parent?: keyof typeof parents }): ListQuery<TrainingRunRow> {
  return listOf({
    source: trainingRunSource,
    field: 'trainingRuns',
    order: 't',
    parents,
    parent: filter.parent ?? null,
  });
}
