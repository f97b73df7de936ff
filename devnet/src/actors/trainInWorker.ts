import { Worker } from 'node:worker_threads';
import type { TrainingRow } from './trainingRows.js';

/** What a training run is told. The same job gives the same adapter and index. */
export interface TrainingJob {
  baseFolder: string;
  baseDigest: string;
  rows: TrainingRow[];
  /** How its answers will be attributed. */
  method: string;
  seed: string;
  rank: number;
  alpha: number;
  targetModules: string[];
  epochs: number;
  learningRate: number;
}

/** What a training run makes. */
export interface TrainingResult {
  adapterFiles: Map<string, Uint8Array>;
  /** The attribution index file. */
  index: Uint8Array;
  indexRoot: string;
  /** K, the length of an index row. */
  dimension: number;
  meanLoss: number;
}

/** Messages of the worker, in order: any number of progress lines, then one result. */
export type TrainingMessage = { progress: string } | { result: TrainingResult };

/** Trains an adapter and builds its index on a thread of its own: gradients would block this one for seconds. */
export function trainInWorker(job: TrainingJob, onProgress: (line: string) => void): Promise<TrainingResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./trainerWorker.js', import.meta.url), { workerData: job });
    worker.on('message', (message: TrainingMessage) => {
      if ('progress' in message) onProgress(message.progress);
      else resolve(message.result);
    });
    worker.on('error', reject);
    worker.on('exit', (code) =>
      reject(new Error(`the trainer's thread ended with code ${code} before it had a result`)),
    );
  });
}
