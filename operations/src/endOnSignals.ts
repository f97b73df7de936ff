import { constants } from 'node:os';
import type { Log } from './createLog.js';
import { within } from './within.js';

export interface EndOptions {
  /** The process of the `main.ts` that calls this, and how it ends. */
  process: Pick<NodeJS.Process, 'on' | 'stdout' | 'stderr'>;
  exit: (code: number) => void;
  /** Takes no more work, ends what is under way, closes connections. */
  stop: () => Promise<void>;
  /** How long `stop` may take: less than the ten seconds after which the supervisor kills. */
  withinMs?: number;
  log: Log;
}

/** Whether the end has begun. */
export interface Ending {
  readonly isStopping: boolean;
}

const WITHIN_MS = 8_000;

/**
 * Ends the process at SIGTERM, SIGINT, or the loss of the parent that started it with an IPC channel: exit code 0 once
 * `stop` has resolved, 1 when it failed or took too long. A second signal ends at once, with 128 and its number.
 */
export function endOnSignals({ process, exit, stop, withinMs = WITHIN_MS, log }: EndOptions): Ending {
  let isStopping = false;
  const end = async (reason: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log('info', `stopping: ${reason}`);
    try {
      await within(withinMs, stop);
      log('info', 'stopped');
      exit(0);
    } catch (error) {
      log('error', 'could not stop in order', { error });
      exit(1);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) exit(128 + constants.signals[signal]);
      void end(signal);
    });
  }
  process.on('disconnect', () => void end('the process that started this one is gone'));
  // Its pipes are gone with it: what is said then is lost, not a reason to end in the middle.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    get isStopping() {
      return isStopping;
    },
  };
}
