import type { MemoryLayout } from './memoryLayout.js';
import { scoreChunks, type ScoreJob } from './scoreChunks.js';
import { instantiateKernel, type WasmKernel } from './wasmKernel.js';

/** What a scoring thread is told. Rows go by a number; `score` is answered with its ticket. */
export type ThreadRequest =
  | { kind: 'attach'; id: number; module: WebAssembly.Module; memory: WebAssembly.Memory; layout: MemoryLayout }
  | { kind: 'detach'; id: number }
  | { kind: 'score'; id: number; job: ScoreJob; ticket: number };

export interface ThreadReply {
  ticket: number;
}

/** The side of a thread: keeps the rows it was shown, and takes chunks of a job until none are left. */
export function serveScoring(reply: (message: ThreadReply) => void): (request: ThreadRequest) => void {
  const attached = new Map<number, { kernel: WasmKernel; layout: MemoryLayout; counter: Int32Array }>();
  return (request) => {
    if (request.kind === 'attach') {
      const { module, memory, layout } = request;
      const kernel = instantiateKernel(module, memory);
      attached.set(request.id, { kernel, layout, counter: new Int32Array(memory.buffer, 0, 1) });
    } else if (request.kind === 'detach') {
      attached.delete(request.id);
    } else {
      const { kernel, layout, counter } = attached.get(request.id)!;
      scoreChunks(kernel, layout, request.job, () => Atomics.add(counter, 0, 1));
      reply({ ticket: request.ticket });
    }
  };
}
