import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Example } from '@tributary/lora';
import { FatalError, type FeatureRecord } from '@tributary/protocol';
import type { GradientRule } from '../features/gradientRule.js';
import type { FeatureBlock } from '../index/attributionIndex.js';

/** What a feature thread is told. */
export interface FeatureWorkerSettings {
  baseFolder: string;
  adapterFolder: string;
  rule: GradientRule;
}

/** What it answers: first that it is ready, then one list of records for every batch. */
export type FeatureWorkerMessage = { ready: { blocks: FeatureBlock[] } } | { records: FeatureRecord[] };

/** A thread could not take features: the model, an example, or this machine's memory is why. */
export class FeatureThreadError extends FatalError {
  constructor(facts: { reason: string }, options?: ErrorOptions) {
    super(`Taking features failed: ${facts.reason}`, facts, options);
  }
}

const BATCH = 4;

/**
 * Threads that take the features of examples, each with the model in a memory of its own. A record depends on its
 * example alone, so their number changes nothing but the time.
 */
export class FeaturePool {
  private constructor(
    readonly blocks: FeatureBlock[],
    readonly workers: readonly Worker[],
  ) {}

  static async open(settings: FeatureWorkerSettings, threads: number): Promise<FeaturePool> {
    const { baseFolder, adapterFolder, rule } = settings;
    const workerData: FeatureWorkerSettings = { baseFolder, adapterFolder, rule };
    const workers = Array.from(
      { length: threads },
      () => new Worker(new URL('./featureWorker.js', import.meta.url), { workerData }),
    );
    try {
      const messages = await Promise.all(workers.map((worker) => nextMessage(worker)));
      const [first] = messages;
      if (!first || !('ready' in first)) throw new Error('a feature thread did not say that it is ready');
      return new FeaturePool(first.ready.blocks, workers);
    } catch (error) {
      await Promise.all(workers.map((worker) => worker.terminate()));
      throw error;
    }
  }

  /** The records of the examples, in their order. */
  async extract(examples: readonly Example[], onProgress: (count: number) => void): Promise<FeatureRecord[]> {
    const records = new Array<FeatureRecord>(examples.length);
    let next = 0;
    await Promise.all(
      this.workers.map(async (worker) => {
        while (next < examples.length) {
          const from = next;
          const batch = examples.slice(from, from + BATCH);
          next += batch.length;
          worker.postMessage(batch);
          const message = await nextMessage(worker);
          if (!('records' in message)) throw new Error('a feature thread answered out of turn');
          message.records.forEach((record, i) => (records[from + i] = record));
          onProgress(batch.length);
        }
      }),
    );
    return records;
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

async function nextMessage(worker: Worker): Promise<FeatureWorkerMessage> {
  try {
    // `once` rejects when the thread emits an error instead.
    const [message] = (await once(worker, 'message')) as [FeatureWorkerMessage];
    return message;
  } catch (cause) {
    // What is thrown on another thread arrives without its class.
    throw new FeatureThreadError({ reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}
