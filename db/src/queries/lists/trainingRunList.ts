import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type TrainingRunRow, trainingRunSource } from '../sources/TrainingRunRow';

const usedBy = (column: string) =>
  `EXISTS (SELECT FROM training_run_input ti WHERE ti.training_run_id = t.id AND ti.${column} = parent.id)`;

/** Training runs, newest first. */
export const trainingRunList = defineChainList<TrainingRunRow>({
  name: 'trainingRuns',
  node: 'TrainingRun',
  description: 'Training runs.',
  source: trainingRunSource,
  place: 't',
  filters: {
    runId: { kind: 'id', expression: 't.id', index: 'lookup', description: 'Decimal.' },
    modelId: {
      kind: 'id',
      expression: 't.model_id',
      index: 'lookup',
      isNullable: true,
      description: 'What was trained, decimal; null when no such model is known.',
    },
    trainer: { kind: 'address', expression: 't.trainer_id', index: 'lookup', description: 'Who recorded it.' },
    configDigest: {
      kind: 'hash',
      expression: 't.config_digest',
      index: 'lookup',
      description: 'sha-256 of the training configuration, 0x hex.',
    },
    ...chainFilters('t'),
  },
  parents: {
    'Model.trainingRuns': { condition: 't.model_id = parent.id', description: 'What it was trained on.' },
    'Account.trainingRuns': { condition: 't.trainer_id = parent.id', description: 'Training runs it recorded.' },
    'Datanet.trainingRuns': {
      condition: usedBy('datanet_id'),
      description: 'Training runs that used any of its versions.',
    },
    'DatanetVersion.trainingRuns': {
      condition: usedBy('datanet_version_id'),
      description: 'Training runs that used it.',
    },
  },
});
