import { join } from 'node:path';
import { GRADIENT_1, type IndexRow } from '@tributary/attribution-engine';
import { createSession, type BaseModel, type Example } from '@tributary/lora';
import { buildStudyBase } from './buildStudyBase.ts';
import { createAnswerScorer, forEachRule, scoreAll, type AnswerScorer, type Rule } from './createAnswerScorer.ts';
import { createStudyCache } from './createStudyCache.ts';
import { createStudyPool, type StudyPool } from './createStudyPool.ts';
import { createTask, type Task, type TaskQuestion } from './createTask.ts';
import { encodeRow } from './encodeRow.ts';
import { fingerprintArithmetic } from './fingerprintArithmetic.ts';
import type { FeatureResult, TrainingResult } from './studyJob.ts';
import { EPOCHS, MAX_ANSWER_TOKENS, type StudyScale } from './studySettings.ts';

/** Where an answer comes from: the test set, or the model itself, taking the likeliest token or drawing at temperature 1. */
export const ANSWER_SOURCES = ['reference', 'greedy', 'sampled'] as const;
export type AnswerSource = (typeof ANSWER_SOURCES)[number];

/** An answer to attribute. */
export interface StudyAnswer {
  readonly source: AnswerSource;
  readonly kind: number;
  readonly prompt: string;
  readonly completion: string;
  readonly example: Example;
}

/** The task, a base model, an adapter trained on all rows, answers, and what the shipped rules make of them. */
export interface Study {
  readonly scale: StudyScale;
  readonly task: Task;
  readonly base: BaseModel;
  readonly pool: StudyPool;
  /** Of the task's rows. */
  readonly indexRows: readonly IndexRow[];
  /** With the adapters after each epoch. */
  readonly training: TrainingResult;
  readonly answers: readonly StudyAnswer[];
  readonly features: FeatureResult;
  readonly scorers: Readonly<Record<Rule, AnswerScorer>>;
  /** Per answer each row's part of the pay, see `rowSharesOf`. */
  readonly rowShares: Readonly<Record<Rule, readonly Float64Array[]>>;
}

export async function prepareStudy(scale: StudyScale, cacheFolder: string, threads: number): Promise<Study> {
  const { base, folder } = await buildStudyBase(cacheFolder, scale.baseDocumentCount);
  const cache = createStudyCache(join(cacheFolder, 'results'));
  const arithmetic = await fingerprintArithmetic(base);
  const pool = createStudyPool(cache, { baseFolder: folder, arithmetic, threads });
  const task = createTask(scale.task);
  const indexRows = task.rows.map((row, i) => ({
    contributionId: row.contributor,
    line: i % scale.task.rowsPerContributor,
    example: encodeRow(base, row),
  }));
  const training = await pool.run({
    type: 'train',
    examples: indexRows.map(({ example }) => example),
    seed: 'a',
    epochs: EPOCHS,
    measured: [],
    keepsEpochs: true,
  });
  const answers = await cache.remember({ arithmetic, questions: task.questions, training }, () =>
    collectAnswers(base, training, task.questions),
  );
  const features = await pool.run({
    type: 'features',
    adapter: training.adapter,
    rows: indexRows,
    queries: answers.map(({ example }) => example),
    blockDimension: GRADIENT_1.blockDimension,
  });
  const scorers = await forEachRule((rule) => createAnswerScorer(features.index, rule));
  const rowShares = await forEachRule((rule) => scoreAll(scorers[rule], features.queries, indexRows.length));
  return { scale, task, base, pool, indexRows, training, answers, features, scorers, rowShares };
}

/** The right answers to the questions, and the model's own. */
export async function collectAnswers(
  base: BaseModel,
  { adapter }: TrainingResult,
  questions: readonly TaskQuestion[],
): Promise<StudyAnswer[]> {
  const session = createSession(base, adapter);
  const answers: StudyAnswer[] = questions.map(({ kind, prompt, completion }) => ({
    ...{ source: 'reference', kind, prompt, completion },
    example: encodeRow(base, { prompt, completion }),
  }));
  for (const [source, temperature] of [
    ['greedy', 0],
    ['sampled', 1],
  ] as const) {
    for (const [seed, { kind, prompt }] of questions.entries()) {
      const promptIds = base.tokenizer.encode(prompt);
      const { ids, finish } = await session.generate(promptIds, { maxTokens: MAX_ANSWER_TOKENS, temperature, seed });
      const completionIds = finish === 'eos' ? [...ids, base.tokenizer.eosId] : ids;
      const completion = ids.length === 0 ? '' : base.tokenizer.decode(ids);
      answers.push({ source, kind, prompt, completion, example: { promptIds, completionIds } });
    }
  }
  session.dispose();
  return answers;
}
