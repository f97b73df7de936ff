import { GRADIENT_1, type IndexRow } from '@tributary/attribution-engine';
import { collectAnswers, type Study, type StudyAnswer } from './prepareStudy.ts';
import { createTask, type TaskRow } from './createTask.ts';
import { encodeRow } from './encodeRow.ts';
import { chooseHalf } from './measureRetraining.ts';
import type { FeatureResult, TrainingResult } from './studyJob.ts';
import { EPOCHS } from './studySettings.ts';

const DIVIDED_KINDS = [0, 3, 6];
const UNITS = 10;

/** Retrainings in which the amount of data of every kind is the same and only who supplied it differs. */
export interface SameKindStudy {
  readonly rows: readonly TaskRow[];
  /** Of each row: which unit of its kind it belongs to, 0 … 9; −1 for kinds that are not divided. */
  readonly units: readonly number[];
  readonly answers: readonly StudyAnswer[];
  /** Per retraining the units left in, as `<kind>/<unit>`. */
  readonly subsets: readonly ReadonlySet<string>[];
  /** Losses of the answers, [subset][seed][answer]. */
  readonly losses: readonly (readonly Float64Array[])[];
  readonly indexRows: readonly IndexRow[];
  readonly training: TrainingResult;
  readonly features: FeatureResult;
}

/**
 * Three kinds of 90 rows, each in ten units of nine; every retraining keeps five units of each, so that the effect of the
 * kind is the same in all of them. The other seven kinds supply 30 rows each and always stay.
 */
export async function prepareSameKind(study: Study): Promise<SameKindStudy> {
  const { base, pool, scale } = study;
  const isFull = scale.name === 'full';
  const task = createTask({
    contributorsPerKind: UNITS,
    rowsPerContributor: isFull ? 9 : 3,
    questionsPerKind: isFull ? 10 : 2,
    seed: scale.task.seed === 'full' ? 'same-kind' : `same-kind/${scale.task.seed}`,
  });
  const unitOf = (row: TaskRow): number => (row.contributor - 1) % UNITS;
  const rows = task.rows.filter((row) => DIVIDED_KINDS.includes(row.kind) || unitOf(row) * 3 < UNITS);
  const units = rows.map((row) => (DIVIDED_KINDS.includes(row.kind) ? unitOf(row) : -1));
  const indexRows = rows.map((row, line) => ({ contributionId: row.contributor, line, example: encodeRow(base, row) }));
  const examples = indexRows.map(({ example }) => example);
  const training = await pool.run({
    type: 'train',
    examples,
    seed: 'a',
    epochs: EPOCHS,
    measured: [],
    keepsEpochs: true,
  });
  const questions = task.questions.filter(({ kind }) => DIVIDED_KINDS.includes(kind));
  const answers = await pool.cache.remember({ arithmetic: pool.arithmetic, questions, training }, () =>
    collectAnswers(base, training, questions),
  );
  const subsets = Array.from(
    { length: scale.sameKind.subsetCount },
    (_, i) =>
      new Set(
        DIVIDED_KINDS.flatMap((kind) =>
          [
            ...chooseHalf(
              Array.from({ length: UNITS }, (_, unit) => unit),
              `same-kind/${i}/${kind}`,
            ),
          ].map((unit) => `${kind}/${unit}`),
        ),
      ),
  );
  const measured = answers.map(({ example }) => example);
  const losses = await Promise.all(
    subsets.map((kept) =>
      Promise.all(
        Array.from({ length: scale.sameKind.seedCount }, async (_, seed) => {
          const weights = rows.map((row, i) => (units[i] === -1 || kept.has(`${row.kind}/${units[i]}`) ? 1 : 0));
          const job = {
            type: 'train',
            examples,
            weights,
            seed: `same-kind/${seed}`,
            epochs: EPOCHS,
            measured,
          } as const;
          return (await pool.run(job)).losses;
        }),
      ),
    ),
  );
  const features = await pool.run({
    type: 'features',
    adapter: training.adapter,
    rows: indexRows,
    queries: measured,
    blockDimension: GRADIENT_1.blockDimension,
  });
  return { rows, units, answers, subsets, losses, indexRows, training, features };
}
