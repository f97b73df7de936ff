import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { LoraAdapter } from '../adapter/LoraAdapter.js';
import { DisposedSessionError, GradientWorkerError } from '../errors.js';
import type { ModelFiles } from '../model/ModelFiles.js';
import type { Example } from '../tokenizer/encodeExample.js';
import type { LoraGradient } from './createSession.js';

/** What a thread is told: a model folder's path, or the model's files. */
export interface GradientJob {
  readonly base: string | ModelFiles;
  readonly adapter: LoraAdapter;
}

export type GradientReply =
  | { readonly ready: true }
  | { readonly gradients: LoraGradient[] }
  | { readonly error: { readonly name: string; readonly message: string } };

/** Sessions on threads of their own: as many gradients at once as there are threads, and this thread stays free. */
export interface GradientWorkers {
  readonly threadCount: number;
  /** As a session's, to the same bits, whichever thread computes it; rejects with GradientWorkerError. */
  gradient(example: Example): Promise<LoraGradient[]>;
  /** Ends the threads; what still waits rejects. */
  dispose(): Promise<void>;
}

interface Task {
  readonly example: Example;
  readonly resolve: (gradients: LoraGradient[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts `threadCount` threads (default: one per core) that each hold the model under the adapter, and resolves when all
 * are ready. A folder is read by every thread itself, files are copied to each.
 */
export async function createGradientWorkers(
  job: GradientJob,
  threadCount = availableParallelism(),
): Promise<GradientWorkers> {
  const waiting: Task[] = [];
  const running = new Map<Worker, Task>();
  const idle: Worker[] = [];
  let isDisposed = false;
  const assign = (): void => {
    while (idle.length > 0 && waiting.length > 0) {
      const worker = idle.pop()!;
      const task = waiting.shift()!;
      running.set(worker, task);
      worker.postMessage(task.example);
    }
  };
  const workers = Array.from(
    { length: threadCount },
    () => new Worker(new URL('./gradientWorker.js', import.meta.url), { workerData: job }),
  );
  const abandon = (error: Error): void => {
    for (const { reject } of [...running.values(), ...waiting.splice(0)]) reject(error);
    running.clear();
  };
  const whenReady = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      worker.on('message', (reply: GradientReply) => {
        const task = running.get(worker);
        running.delete(worker);
        idle.push(worker);
        if ('ready' in reply) resolve();
        else if ('gradients' in reply) task!.resolve(reply.gradients);
        else task!.reject(new GradientWorkerError(reply.error));
        assign();
      });
      worker.on('error', (error) => {
        const cause = error instanceof Error ? error : new Error(String(error));
        isDisposed = true;
        abandon(new GradientWorkerError(cause));
        reject(new GradientWorkerError(cause));
      });
    });
  const dispose = async (): Promise<void> => {
    isDisposed = true;
    abandon(new DisposedSessionError());
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  try {
    await Promise.all(workers.map(whenReady));
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    threadCount,
    gradient: (example) =>
      new Promise((resolve, reject) => {
        if (isDisposed) {
          reject(new DisposedSessionError());
          return;
        }
        waiting.push({ example, resolve, reject });
        assign();
      }),
    dispose,
  };
}
