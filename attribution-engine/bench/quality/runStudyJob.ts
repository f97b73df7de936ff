import { buildIndex, createFeatureExtractor, GRADIENT_1 } from '@tributary/attribution-engine';
import { createInitialAdapter, createSession, trainAdapter, type BaseModel, type LoraAdapter } from '@tributary/lora';
import type { FeatureJob, FeatureResult, StudyJob, StudyResult, TrainingJob, TrainingResult } from './studyJob.ts';
import { ADAPTER_SHAPE, LEARNING_RATE } from './studySettings.ts';

export async function runStudyJob<Job extends StudyJob>(base: BaseModel, job: Job): Promise<StudyResult<Job>> {
  return (await (job.type === 'train' ? train(base, job) : takeFeatures(base, job))) as StudyResult<Job>;
}

async function train(base: BaseModel, job: TrainingJob): Promise<TrainingResult> {
  const epochs: LoraAdapter[] = [];
  const adapter = await trainAdapter(base, job.examples, {
    initial: createInitialAdapter(base, { ...ADAPTER_SHAPE, seed: `quality/${job.seed}` }),
    epochs: job.epochs,
    learningRate: LEARNING_RATE,
    seed: `quality/${job.seed}`,
    ...(job.weights && { weights: job.weights }),
    onEpoch: (_, snapshot) => {
      if (job.keepsEpochs) epochs.push(snapshot);
    },
  });
  const session = createSession(base, adapter);
  const losses = new Float64Array(job.measured.length);
  for (const [i, example] of job.measured.entries()) losses[i] = await session.loss(example);
  session.dispose();
  return { adapter, epochs, losses };
}

async function takeFeatures(base: BaseModel, job: FeatureJob): Promise<FeatureResult> {
  const rule = { ...GRADIENT_1, blockDimension: job.blockDimension };
  const extractor = createFeatureExtractor(base, job.adapter, rule);
  const index = await buildIndex(job.rows, extractor, { rule, baseDigest: base.digest, adapterDigest: '' });
  const queries: Float64Array[][] = [];
  for (const query of job.queries) queries.push(await extractor.extract(query));
  extractor.dispose();
  return { index, queries };
}
