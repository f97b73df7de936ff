import { type EntitySource, evidenceColumns, type EvidenceRow } from '../EntitySource';

export interface TrainingRunRow extends EvidenceRow {
  id: string;
  runId: string;
  modelId: string | null;
  trainerId: string;
  configDigest: string;
}

export const trainingRunSource: EntitySource<TrainingRunRow> = {
  from: 'training_run t',
  key: 't.id',
  columns: {
    id: 't.id',
    runId: 't.id',
    modelId: 't.model_id',
    trainerId: 't.trainer_id',
    configDigest: 't.config_digest',
    ...evidenceColumns('t'),
  },
};
