import { DeviceLostError } from '../errors.js';
import type { MemoryLayout } from './memoryLayout.js';
import type { ScoreJob } from './scoreChunks.js';
import type { ThreadReply, ThreadRequest } from './serveScoring.js';

/** A thread that serves scoring, wherever it runs. */
export interface ScoringThread {
  post(request: ThreadRequest): void;
  /** Whether the process has to wait for it. */
  setBusy(isBusy: boolean): void;
  end(): Promise<void>;
}

export type StartThread = (handlers: {
  onReply: (reply: ThreadReply) => void;
  /** It ended, or never started. */
  onEnd: (reason: string) => void;
}) => ScoringThread;

interface Pending {
  missing: number;
  resolve: () => void;
  reject: (error: DeviceLostError) => void;
}

/** The threads of one wasm backend; started by the first job, so that a backend that scores little has none. */
export class ScoringThreads {
  #threads: ScoringThread[] = [];
  #pending = new Map<number, Pending>();
  #lost: DeviceLostError | undefined;
  #lastTicket = 0;
  #lastId = 0;

  constructor(
    readonly count: number,
    private readonly start: StartThread,
  ) {}

  /** Shows rows in shared memory to every thread. */
  attach(module: WebAssembly.Module, memory: WebAssembly.Memory, layout: MemoryLayout): number {
    if (this.#threads.length === 0 && !this.#lost) {
      const onReply = ({ ticket }: ThreadReply): void => this.#answer(ticket);
      const onEnd = (reason: string): void => this.#lose(reason);
      this.#threads = Array.from({ length: this.count }, () => this.start({ onReply, onEnd }));
    }
    const id = ++this.#lastId;
    for (const thread of this.#threads) thread.post({ kind: 'attach', id, module, memory, layout });
    return id;
  }

  detach(id: number): void {
    for (const thread of this.#threads) thread.post({ kind: 'detach', id });
  }

  /** Fulfilled when all threads found no chunk of the job left. The counter in the memory has to be 0. */
  score(id: number, job: ScoreJob): Promise<void> {
    if (this.#lost) return Promise.reject(this.#lost);
    const ticket = ++this.#lastTicket;
    if (this.#pending.size === 0) for (const thread of this.#threads) thread.setBusy(true);
    return new Promise((resolve, reject) => {
      this.#pending.set(ticket, { missing: this.#threads.length, resolve, reject });
      for (const thread of this.#threads) thread.post({ kind: 'score', id, job, ticket });
    });
  }

  async end(): Promise<void> {
    this.#lose('it was released');
    await Promise.all(this.#threads.map((thread) => thread.end()));
    this.#threads = [];
  }

  #answer(ticket: number): void {
    const pending = this.#pending.get(ticket);
    if (!pending || --pending.missing > 0) return;
    this.#pending.delete(ticket);
    if (this.#pending.size === 0) for (const thread of this.#threads) thread.setBusy(false);
    pending.resolve();
  }

  #lose(reason: string): void {
    if (this.#lost) return;
    this.#lost = new DeviceLostError({ name: 'wasm', reason });
    for (const { reject } of this.#pending.values()) reject(this.#lost);
    this.#pending.clear();
    for (const thread of this.#threads) thread.setBusy(false);
  }
}
