import type { EntitySource } from '../EntitySource';
import type { GroupQuery } from '../loadGroups';

/** The edge from a datanet version to a training run. */
export interface TrainingRunInputRow {
  /** <runId>-<position> */
  id: string;
  trainingRunId: string;
  position: number;
  datanetId: string | null;
  datanetVersionId: string | null;
  claimedDatanetId: string;
  claimedVersion: bigint;
}

const source: EntitySource<TrainingRunInputRow> = {
  from: 'training_run_input ti',
  key: 'ti.id',
  columns: {
    id: 'ti.id',
    trainingRunId: 'ti.training_run_id',
    position: 'ti.position',
    datanetId: 'ti.datanet_id',
    datanetVersionId: 'ti.datanet_version_id',
    claimedDatanetId: 'ti.claimed_datanet_id',
    claimedVersion: 'ti.claimed_version',
  },
};

/** Inputs of a training run, in the order of the event. */
export const trainingRunInputs: GroupQuery<TrainingRunInputRow> = {
  source,
  parentKey: 'ti.training_run_id',
  orderBy: 'ti.position',
};
