import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { StudyCache } from './createStudyCache.ts';
import type { StudyJob, StudyResult } from './studyJob.ts';

/** Trains adapters and takes gradients on worker threads, and remembers what they gave. */
export interface StudyPool {
  readonly cache: StudyCache;
  /** Stands for base model and code, see `fingerprintArithmetic`. */
  readonly arithmetic: string;
  run<Job extends StudyJob>(job: Job): Promise<StudyResult<Job>>;
  dispose(): Promise<void>;
}

/** Workers start with the first job that is not remembered; each holds the base model of `baseFolder`. */
export function createStudyPool(
  cache: StudyCache,
  options: { baseFolder: string; arithmetic: string; threads: number },
): StudyPool {
  const { baseFolder, arithmetic, threads } = options;
  const idle: Worker[] = [];
  const all: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];

  const takeWorker = async (): Promise<Worker> => {
    const free = idle.pop();
    if (free) return free;
    if (all.length === threads) return new Promise((resolve) => waiting.push(resolve));
    const worker = new Worker(new URL('./studyWorker.ts', import.meta.url), { workerData: { baseFolder } });
    all.push(worker);
    return worker;
  };
  const returnWorker = (worker: Worker): void => {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  };
  return {
    ...{ cache, arithmetic },
    run<Job extends StudyJob>(job: Job) {
      return cache.remember({ arithmetic, job }, async () => {
        const worker = await takeWorker();
        try {
          worker.postMessage(job);
          const [answer] = (await once(worker, 'message')) as [{ result: StudyResult<Job>; error?: unknown }];
          if (answer.error) throw answer.error;
          return answer.result;
        } finally {
          returnWorker(worker);
        }
      });
    },
    async dispose() {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}
