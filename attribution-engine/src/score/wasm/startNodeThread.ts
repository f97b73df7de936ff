import { Worker } from 'node:worker_threads';
import type { StartThread } from './scoringThreads.js';

/** A scoring thread in Node; it keeps the process alive only while it works. The same path from `src` and from `lib`. */
export const startNodeThread: StartThread = ({ onReply, onEnd }) => {
  const worker = new Worker(new URL('../../../lib/score/wasm/nodeScoringThread.js', import.meta.url), {
    // Not those of the process: it may have been started with --input-type.
    execArgv: [],
  });
  worker.unref();
  worker.on('message', onReply);
  worker.on('error', (error) => onEnd(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => onEnd(`its thread ended with code ${code}`));
  return {
    post: (request) => worker.postMessage(request),
    setBusy: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    end: async () => {
      await worker.terminate();
    },
  };
};
