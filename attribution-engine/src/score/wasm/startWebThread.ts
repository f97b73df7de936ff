import type { StartThread } from './scoringThreads.js';
import type { ThreadReply } from './serveScoring.js';

/** A scoring thread in a browser. A bundler finds its file by this very expression. */
export const startWebThread: StartThread = ({ onReply, onEnd }) => {
  const worker = new Worker(new URL('./webScoringThread.js', import.meta.url), { type: 'module' });
  worker.addEventListener('message', (event: MessageEvent<ThreadReply>) => onReply(event.data));
  worker.addEventListener('error', (event) => onEnd(event.message || 'its worker could not be loaded'));
  return {
    post: (request) => worker.postMessage(request),
    setBusy: () => undefined,
    end: async () => worker.terminate(),
  };
};
