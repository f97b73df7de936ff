import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { NeverReadyError } from './NeverReadyError.ts';

const OWN_END_PAUSE_MS = 500;
const STOP_LIMIT_MS = 20_000;
const READY_LIMIT_MS = 120_000;
const KEPT_CHARACTERS = 2_000;

export interface RestartingProcessOptions {
  readonly name: string;
  /** A script for this Node. */
  readonly entry: string;
  /** Asked at every start. */
  readonly env: () => Record<string, string>;
  readonly logFile: string;
  /** Told of ends that nobody asked for. */
  readonly onOwnEnd: (ending: string, lastWords: string) => void;
}

/**
 * A process that is started again whenever it ends: after the pause that its killer names, or soon, when it ended by
 * itself. It leads a group of its own, so that what it started can be ended with it.
 */
export class RestartingProcess {
  readonly name: string;
  readonly #options: RestartingProcessOptions;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #ready = Promise.withResolvers<void>();
  #timer: NodeJS.Timeout | undefined;
  #pauseMs: number | undefined;
  #isStopped = false;
  #output = '';

  constructor(options: RestartingProcessOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Undefined while it is down. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it; resolves when it first says that it is ready. @throws NeverReadyError */
  async start(): Promise<void> {
    this.#isStopped = false;
    this.#spawn();
    const facts = { name: this.name, waitedMs: READY_LIMIT_MS, logFile: this.#options.logFile };
    const timer = setTimeout(() => this.#ready.reject(new NeverReadyError(facts)), READY_LIMIT_MS);
    await this.#ready.promise.finally(() => clearTimeout(timer));
  }

  /** Ends it; it is back after `pauseMs`. False when it is down already. */
  end(signal: 'SIGKILL' | 'SIGTERM', pauseMs: number): boolean {
    if (!this.#child) return false;
    this.#pauseMs = pauseMs;
    this.#child.kill(signal);
    return true;
  }

  /** Ends it for good; what does not end in time is killed, with all that it started. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#child?.kill('SIGTERM');
    const inTime = new AbortController();
    await Promise.race([
      this.#exited,
      sleep(STOP_LIMIT_MS, undefined, { signal: inTime.signal }).catch(() => undefined),
    ]);
    inTime.abort();
    await this.kill();
  }

  /** Ends it and its whole group for good, at once. */
  async kill(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    const pid = this.#child?.pid;
    if (pid !== undefined) sendToGroup(pid, 'SIGKILL');
    await this.#exited;
  }

  #spawn(): void {
    const { entry, env, logFile, onOwnEnd } = this.#options;
    const child = spawn(process.execPath, [entry], {
      detached: true,
      env: { PATH: process.env['PATH'], ...env() },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#output = '';
    this.#pauseMs = undefined;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-KEPT_CHARACTERS);
        appendFileSync(logFile, text);
      });
    }
    child.on('message', (message) => {
      if ((message as { ready?: unknown }).ready === true) this.#ready.resolve();
    });
    const ended = Promise.withResolvers<string>();
    child.once('error', (error) => ended.resolve(error.message));
    child.once('exit', (code, signal) => ended.resolve(signal ?? `exit code ${code}`));
    this.#exited = ended.promise.then((ending) => {
      this.#child = undefined;
      appendFileSync(logFile, `--- ended: ${ending}\n`);
      if (this.#isStopped) return;
      if (this.#pauseMs === undefined) onOwnEnd(ending, this.#output);
      this.#timer = setTimeout(() => this.#spawn(), this.#pauseMs ?? OWN_END_PAUSE_MS);
    });
  }
}

function sendToGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-groupId, signal);
  } catch {
    // It ended in between.
  }
}
