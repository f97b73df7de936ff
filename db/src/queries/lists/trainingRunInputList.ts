import { blockFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type TrainingRunInputRow, trainingRunInputs } from '../sources/TrainingRunInputRow';

/** Uses of datanets for training, newest first; within a block by the text of their ids. */
export const trainingRunInputList = defineChainList<TrainingRunInputRow>({
  name: 'trainingRunInputs',
  node: 'TrainingRunInput',
  description: 'Datanet versions that training runs used.',
  isRoot: false,
  source: trainingRunInputs.source,
  place: [
    { expression: 'ti.block_number', type: 'int' },
    { expression: 'ti.id', type: 'text' },
  ],
  filters: {
    claimedVersion: {
      kind: 'bigint',
      expression: 'ti.claimed_version',
      index: 'none',
      description: 'Version that the event names, also when no such version exists.',
    },
    ...blockFilters('ti'),
  },
  parents: {
    'Datanet.trainingRunInputs': {
      condition: 'ti.datanet_id = parent.id',
      description: 'Where it was trained on, with the version.',
    },
    'DatanetVersion.trainingRunInputs': {
      condition: 'ti.datanet_version_id = parent.id',
      description: 'Where it was trained on.',
    },
  },
});
