import { parentPort, workerData } from 'node:worker_threads';
import {
  parseMethod,
  START_ADAPTER_SEED,
  buildIndex,
  buildManifest,
  createFeatureExtractor,
  encodeIndex,
  indexWidth,
  readerOf,
  rootOfIndex,
} from '@tributary/attribution-engine';
import {
  createInitialAdapter,
  encodeExample,
  encodeLoraAdapter,
  loadBaseModel,
  readModelFolder,
  trainAdapter,
} from '@tributary/lora';
import type { TrainingJob, TrainingMessage } from './trainInWorker.js';

const MAX_TOKENS = 96;
const PROGRESS_EVERY_MS = 1000;

const job = workerData as TrainingJob;
const send = (message: TrainingMessage): void => parentPort!.postMessage(message);

let lastProgress = 0;
const report = (line: () => string): void => {
  if (performance.now() - lastProgress < PROGRESS_EVERY_MS) return;
  lastProgress = performance.now();
  send({ progress: line() });
};

const base = loadBaseModel(await readModelFolder(job.baseFolder));
const rows = job.rows.map(({ contributionId, line, family, prompt, completion }) => ({
  contributionId,
  line,
  family,
  example: encodeExample(base.tokenizer, prompt, completion, { appendEos: true, maxTokens: MAX_TOKENS }),
}));

let meanLoss = 0;
const adapter = await trainAdapter(
  base,
  rows.map((row) => row.example),
  {
    initial: createInitialAdapter(base, {
      targetModules: job.targetModules,
      r: job.rank,
      alpha: job.alpha,
      seed: START_ADAPTER_SEED,
      baseModelName: 'pebble',
    }),
    epochs: job.epochs,
    learningRate: job.learningRate,
    seed: job.seed,
    onProgress(progress) {
      meanLoss = progress.meanLoss;
      report(
        () => `training, step ${progress.step} of ${progress.stepCount}, loss ${meanLoss.toFixed(2)} nats a token`,
      );
    },
  },
);
const adapterFiles = new Map(encodeLoraAdapter(adapter));
const rule = parseMethod(job.method);
const extractor = createFeatureExtractor(base, adapter, rule);
const index = await buildIndex(
  rows,
  extractor,
  { rule, baseDigest: job.baseDigest, adapterDigest: buildManifest('peft', adapterFiles).digest },
  (done) => report(() => `taking features, row ${done} of ${rows.length}`),
);
send({
  result: {
    adapterFiles,
    index: encodeIndex(index),
    indexRoot: await rootOfIndex(readerOf(index)),
    dimension: indexWidth(index),
    meanLoss,
  },
});
